using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Platform;
using Xunit;

namespace AwsSignTools.Core.Tests.Platform;

public sealed class FileTransactionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("awssigntools-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Files_are_written_whole_and_nothing_else_is_left(bool overwrite)
    {
        if (overwrite)
        {
            Write("a", "old a");
            Write("b", "old b");
        }

        Commit(overwrite, null, ("a", "new a"), ("b", "new b"), ("c", "new c"));

        Assert.Equal([("a", "new a"), ("b", "new b"), ("c", "new c")], Contents());
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    [InlineData(false, 0)]
    [InlineData(false, 1)]
    [InlineData(false, 2)]
    public void All_is_as_it_was_if_one_cannot_be_put_in_its_place(bool overwrite, int failing)
    {
        string[] names = ["a", "b", "c"];
        if (overwrite)
        {
            Write("a", "old a");
            Write("b", "old b");
        }

        (string, string)[] before = Contents();

        FileWriteException failure = Assert.Throws<FileWriteException>(() => Commit(
            overwrite,
            path => _ = Path.GetFileName(path) == names[failing] ? throw new IOException("No.") : 0,
            ("a", "new a"), ("b", "new b"), ("c", "new c")));

        Assert.Equal(PathOf(names[failing]), failure.Path);
        Assert.Equal("No.", failure.InnerException!.Message);
        Assert.Equal(before, Contents());
    }

    [Fact]
    public void A_folder_that_came_between_does_not_cost_the_first_file()
    {
        Write("a", "old a");
        void Obstruct(string path)
        {
            if (Path.GetFileName(path) == "b")
            {
                _ = Directory.CreateDirectory(path);
                Write("b/inside", "x");
            }
        }

        FileWriteException failure = Assert.Throws<FileWriteException>(() => Commit(true, Obstruct, ("a", "new a"), ("b", "new b")));

        Assert.Equal(PathOf("b"), failure.Path);
        Assert.Equal([("a", "old a")], Contents());
    }

    [Fact]
    public void All_are_written_before_one_is_put_in_its_place()
    {
        Write("a", "old a");
        using FileTransaction files = new();
        files.Add(PathOf("a"), "new a"u8, isPrivate: true);

        FileWriteException failure = Assert.Throws<FileWriteException>(() => files.Add(PathOf("no/b"), "new b"u8, isPrivate: false));

        Assert.Equal(PathOf("no/b"), failure.Path);
        files.Dispose();
        Assert.Equal([("a", "old a")], Contents());
    }

    [Fact]
    public void A_file_that_came_between_is_not_replaced()
    {
        FileWriteException failure = Assert.Throws<FileWriteException>(
            () => Commit(false, path => File.WriteAllText(path, $"other {Path.GetFileName(path)}"), ("a", "new a")));

        _ = Assert.IsType<FileExistsException>(failure.InnerException);
        Assert.Equal([("a", "other a")], Contents());
    }

    [Fact]
    public async Task One_of_many_writers_writes_all_its_files_and_the_others_none()
    {
        const int Rounds = 100;
        const int Writers = 4;
        for (int round = 0; round < Rounds; round++)
        {
            string one = $"{round}-a";
            string two = $"{round}-b";
            using System.Threading.Barrier start = new(Writers);
            bool[] written = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Factory.StartNew(
                () =>
                {
                    try
                    {
                        Commit(false, path => _ = path.EndsWith(one, StringComparison.Ordinal) && start.SignalAndWait(1000), (one, $"{writer}"), (two, $"{writer}"));
                        return true;
                    }
                    catch (FileWriteException)
                    {
                        return false;
                    }
                },
                default,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));

            Assert.Equal(1, written.Count(static w => w));
            Assert.Equal(File.ReadAllText(PathOf(one)), File.ReadAllText(PathOf(two)));
        }

        Assert.Equal(2 * Rounds, Directory.GetFiles(_folder).Length);
    }

    [UnixFact]
    public void A_private_file_is_its_owners_alone_before_it_has_its_name()
    {
        Write("a", "old a");
        SetMode("a", "rw-r--r--");
        string[] modes = [];

        Commit(true, _ => modes = [.. Directory.GetFiles(_folder, ".*").Select(ModeOf)], ("a", "new a"));

        Assert.Equal(["rw-------"], modes);
        Assert.Equal("rw-------", ModeOf(PathOf("a")));
    }

    [UnixFact]
    public void Another_file_has_the_permissions_of_the_one_that_it_replaces()
    {
        Write("a", "old a");
        SetMode("a", "rw-r-----");
        using FileTransaction files = new();
        files.Add(PathOf("a"), "new a"u8, isPrivate: false);
        files.Commit(overwrite: true);

        Assert.Equal("rw-r-----", ModeOf(PathOf("a")));
    }

    [UnixFact]
    public void A_symbolic_link_stays_and_its_file_is_replaced()
    {
        _ = Directory.CreateDirectory(PathOf("far"));
        Write("far/a", "old a");
        _ = File.CreateSymbolicLink(PathOf("middle"), "far/a");
        _ = File.CreateSymbolicLink(PathOf("link"), PathOf("middle"));

        Commit(true, null, ("link", "new a"));

        Assert.Equal("new a", File.ReadAllText(PathOf("far/a")));
        Assert.Equal("far/a", new FileInfo(PathOf("middle")).LinkTarget);
        Assert.Equal(PathOf("middle"), new FileInfo(PathOf("link")).LinkTarget);
        Assert.Equal(["a"], Directory.GetFiles(PathOf("far")).Select(Path.GetFileName));
    }

    [UnixFact]
    public void A_symbolic_link_that_leads_nowhere_is_a_file_that_is_there()
    {
        _ = File.CreateSymbolicLink(PathOf("link"), PathOf("nothing"));

        Assert.True(FileFacts.IsThere(PathOf("link")));
        Commit(true, null, ("link", "new"));
        Assert.Equal("new", File.ReadAllText(PathOf("nothing")));
    }

    [UnixFact]
    public void A_hard_link_keeps_what_was_in_it()
    {
        Write("a", "old");
        Link("a", "b");

        Commit(true, null, ("a", "new"));

        Assert.Equal([("a", "new"), ("b", "old")], Contents());
    }

    [UnixTheory]
    [InlineData("/dev/null")]
    [InlineData("/dev/stdout")]
    [InlineData("pipe")]
    [InlineData("folder")]
    [InlineData("link-to-null")]
    public void What_is_no_file_is_not_replaced(string place)
    {
        Run("mkfifo", PathOf("pipe"));
        _ = Directory.CreateDirectory(PathOf("folder"));
        _ = File.CreateSymbolicLink(PathOf("link-to-null"), "/dev/null");
        string path = Path.Combine(_folder, place);
        using FileTransaction files = new();

        FileWriteException failure = Assert.Throws<FileWriteException>(() => files.Add(path, "x"u8, isPrivate: true));

        Assert.Equal(path, failure.Path);
        Assert.Equal(3, Directory.GetFileSystemEntries(_folder).Length);
    }

    [UnixFact]
    public void A_name_may_be_as_long_as_a_name_can_be()
    {
        string name = new('a', 255);

        Commit(true, null, (name, "new"));

        Assert.Equal([(name, "new")], Contents());
    }

    [Fact]
    public void Two_paths_of_one_file_are_not_both_written()
    {
        // As on a file system that has one name in two letter cases: the second path leads to the first file once that is there.
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Write("a", "old a");
        FileWriteException failure = Assert.Throws<FileWriteException>(() => Commit(
            true,
            path =>
            {
                if (Path.GetFileName(path) == "b")
                {
                    File.Delete(path);
                    Link("a", "b");
                }
            },
            ("a", "new a"),
            ("b", "new b")));

        Assert.Equal(PathOf("b"), failure.Path);
        Assert.Equal("old a", File.ReadAllText(PathOf("a")));
    }

    private void Commit(bool overwrite, Action<string>? beforePlacing, params (string Name, string Text)[] contents)
    {
        using FileTransaction files = new() { BeforePlacing = beforePlacing };
        foreach ((string name, string text) in contents)
        {
            files.Add(PathOf(name), System.Text.Encoding.UTF8.GetBytes(text), isPrivate: true);
        }

        files.Commit(overwrite);
    }

    private (string Name, string Text)[] Contents() =>
        [.. Directory.GetFiles(_folder).Select(static f => (Path.GetFileName(f), File.ReadAllText(f))).OrderBy(static f => f.Item1, StringComparer.Ordinal)];

    private void Write(string name, string text) => File.WriteAllText(PathOf(name), text);

    private string PathOf(string name) => Path.Combine(_folder, name);

    private void Link(string from, string to) => Run("ln", PathOf(from), PathOf(to));

    private void SetMode(string name, string mode) => Run("chmod", $"u={mode[..3]},g={mode[3..6]},o={mode[6..]}".Replace("-", string.Empty, StringComparison.Ordinal), PathOf(name));

    private static string ModeOf(string path)
    {
        int mode = OperatingSystem.IsWindows() ? 0 : (int)File.GetUnixFileMode(path);
        return string.Concat("rwxrwxrwx".Select((c, i) => ((mode >> (8 - i)) & 1) == 1 ? c : '-'));
    }

    private static void Run(string program, params string[] arguments)
    {
        using System.Diagnostics.Process process = System.Diagnostics.Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
