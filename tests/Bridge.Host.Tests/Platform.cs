using System.Runtime.Versioning;

// File modes are tested where there are any.
[assembly: SupportedOSPlatform("linux")]
[assembly: SupportedOSPlatform("macos")]
