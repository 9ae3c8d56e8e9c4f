using BenchmarkDotNet.Running;

// All of them, or those that --filter names; see BenchmarkDotNet's own help. In this process: nothing is built meanwhile.
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(["--inProcess", .. args.Length == 0 ? ["--filter", "*"] : args]);
