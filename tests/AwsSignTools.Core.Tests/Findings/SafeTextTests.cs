using System;
using System.Collections;
using System.IO;
using AwsSignTools.Findings;
using Xunit;

namespace AwsSignTools.Core.Tests.Findings;

public class SafeTextTests
{
    [Theory]
    [InlineData("a'b é 漢字 😀", "a'b é 漢字 😀")]
    [InlineData("\u001b]52;c;AAAA\u0007", "\\u001b]52;c;AAAA\\u0007")]
    [InlineData("\u009d52;c;AAAA\u009c", "\\u009d52;c;AAAA\\u009c")]
    [InlineData("a\r\n\tb", "a\\u000d\\u000a\\u0009b")]
    [InlineData("user\u202Egpj\u2069", "user\\u202egpj\\u2069")]
    [InlineData("a\u200B\u200D\u2060\uFEFF\u00ADb", "a\\u200b\\u200d\\u2060\\ufeff\\u00adb")]
    [InlineData("a\u115F\u1160\u3164\uFFA0\u034F\u180B\uFE0Fb", "a\\u115f\\u1160\\u3164\\uffa0\\u034f\\u180b\\ufe0fb")]
    [InlineData("a\U000E0041\U000E0100b", "a\\udb40\\udc41\\udb40\\udd00b")]
    [InlineData("\u2028\u2029", "\\u2028\\u2029")]
    public void What_a_terminal_acts_on_and_what_cannot_be_seen_is_escaped(string text, string shown)
    {
        Assert.Equal(shown, SafeText.Escape(text));
        Assert.Equal(shown, new Finding("X", FindingSeverity.Error, text, text).Message);
        Assert.Equal(shown, new Finding("X", FindingSeverity.Error, text, text).Remedy);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_escaped()
    {
        string pair = char.ConvertFromUtf32(0x1F600);

        Assert.Equal("\\ud83d", SafeText.Escape(pair[0].ToString()));
        Assert.Equal("\\ude00x", SafeText.Escape($"{pair[1]}x"));
    }

    [Fact]
    public void Text_that_is_safe_stays_the_same_instance()
    {
        const string Text = "A finding, as nearly all are.";

        Assert.Same(Text, SafeText.Of(Text));
    }

    [Fact]
    public void A_target_is_exact_but_for_secrets()
    {
        Assert.Equal("a\u001bb", new Finding("X", FindingSeverity.Error, "m", "r", "a\u001bb").Target);
        Assert.Equal("a\\u001bb", new Finding("X", FindingSeverity.Error, "m", "r", "a\u001bb").WithSafeTarget().Target);
        Assert.Equal("wss://h/?X-Amz-Signature=***", new Finding("X", FindingSeverity.Error, "m", "r", "wss://h/?X-Amz-Signature=abc").Target);
        Assert.Equal("wss://h/?X-Amz-Signature=***", new Finding("X", FindingSeverity.Error, "m", "r", new Uri("wss://h/?X-Amz-Signature=abc")).Target);
        string[] list = ["a", "wss://h/?token=abc"];
        string[] shown = ["a", "wss://h/?token=***"];
        Assert.Equal(shown, new Finding("X", FindingSeverity.Error, "m", "r", list).Target);
        Assert.Equal("a\0", new Finding("X", FindingSeverity.Error, "m", "r", "a\0").WithSafeTarget().Target);
        Finding other = new("X", FindingSeverity.Warning, "m", "r", 5);
        Assert.Same(other, other.WithSafeTarget());

        // Whoever shows an object shows what is in it.
        Hashtable harmless = new() { ["a"] = 1 };
        Assert.Same(harmless, new Finding("X", FindingSeverity.Error, "m", "r", harmless).WithSafeTarget().Target);
        Assert.Equal("System.Collections.Hashtable", new Finding("X", FindingSeverity.Error, "m", "r", new Hashtable { ["Password"] = "hunter2" }).WithSafeTarget().Target);
        System.Net.NetworkCredential login = new("ann", "hunter2");
        Assert.Equal("System.Net.NetworkCredential", new Finding("X", FindingSeverity.Error, "m", "r", login).WithSafeTarget().Target);
    }

    [Fact]
    public void An_inner_exception_is_shown_only_with_safe_texts()
    {
        FileNotFoundException unsafeOne = new("Could not find '\u001b]52;'", "\u001b]52;");

        InvalidInputException shown = InvalidInputException.For("X", null, "m", "r", new IOException("outer", unsafeOne));

        Assert.Equal("outer", Assert.IsType<IOException>(shown.InnerException).Message);
        FileNotFoundException inner = Assert.IsType<FileNotFoundException>(shown.InnerException!.InnerException);
        Assert.Equal("Could not find '\\u001b]52;'", inner.Message);
        Assert.Null(inner.FileName);
        IOException safe = new("plain");
        Assert.Same(safe, SafeException.Of(safe));
        Assert.Null(SafeException.Of(null));
        Assert.IsType<FileNotFoundException>(SafeException.Of(new FileNotFoundException("plain", "a\u0007")));
        Assert.Equal("FormatException", SafeException.Of(new FormatException("\u0007"))!.GetType().Name);
        Assert.Equal("TimeoutException: \\u0007", SafeException.Of(new TimeoutException("\u0007"))!.Message);
    }
}
