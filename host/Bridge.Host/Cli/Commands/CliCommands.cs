namespace Bridge.Host.Cli.Commands;

/// <summary>All commands, in the order in which help lists them.</summary>
internal static class CliCommands
{
    public static IReadOnlyList<CliCommand> All() =>
    [
        ProtectCommand.Describe(),
        OpenCommand.Describe(),
        OpenCommand.DescribeCms(),
        ReencryptCommand.Describe(),
        KeyCommands.Describe(),
        TokenCommands.Describe(),
        CertificateCommands.Describe(),
        AnchorCommands.Describe(),
        CrlCommands.Describe(),
        PolicyCommands.Describe(),
        RuleCommands.Describe(),
        HarvestCommand.Describe(),
        InstallCommands.DescribeInstall(),
        InstallCommands.DescribeUninstall(),
        DoctorCommand.Describe(),
        DemoCommand.Describe(),
        VersionCommand.Describe(),
    ];
}
