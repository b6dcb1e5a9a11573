using Xunit;

// The environment, the culture and the engine's caches are the process's: tests that change them must not meet each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
