// What modules with full rights find in Thunderbird, besides what the tests declare.
declare const Cr: any;
declare const Cu: any;
declare const IOUtils: any;
declare const PathUtils: any;
declare module "resource://*";
