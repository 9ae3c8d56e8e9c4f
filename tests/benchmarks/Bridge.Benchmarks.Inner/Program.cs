using BenchmarkDotNet.Running;

// All of them, or those that --filter names; see BenchmarkDotNet's own help.
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args);
