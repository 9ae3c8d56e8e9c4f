// What the functions see that are sent to Thunderbird and run there with full rights.
declare const Cc: any;
declare const Ci: any;
declare const ChromeUtils: any;
declare const Components: any;
declare const Services: any;
declare const WebExtensionPolicy: any;

interface Window {
  [member: string]: any;
}
