using System.Text;
using LogWatcher.Watching;

namespace LogWatcher.Tests.Watching;

public class LineSplitterTests
{
    private readonly List<string> _lines = [];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(1_000)]
    public void Lines_AreTheSame_WhateverTheChunks(int chunkSize)
    {
        LineSplitter splitter = Create();
        byte[] text = Encoding.UTF8.GetBytes("\uFEFFone\r\n\r\nthrée\nfour\r\r\n  five");

        foreach (byte[] chunk in text.Chunk(chunkSize)) splitter.Append(chunk);
        Assert.Equal(["one", "", "thrée", "four"], _lines);
        splitter.Complete();

        Assert.Equal("  five", _lines[^1]);
        Assert.Equal(5, _lines.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(1_000)]
    public void OverlongLine_IsCutOnce_WithinNoCharacter(int chunkSize)
    {
        LineSplitter splitter = Create(maxLineBytes: 8);

        foreach (byte[] chunk in Encoding.UTF8.GetBytes("12345678\n1234567é and so on\nnext\n123456789").Chunk(chunkSize)) splitter.Append(chunk);
        splitter.Complete();

        Assert.Equal(["12345678", "1234567", "next", "12345678"], _lines);
        Assert.Equal(2, splitter.CutLines);
    }

    [Fact]
    public void PartialLine_IsHeldBack_UntilItsNewline()
    {
        LineSplitter splitter = Create();

        splitter.Append("hel"u8);
        Assert.Empty(_lines);
        splitter.Append("lo\n"u8);

        Assert.Equal(["hello"], _lines);
    }

    [Fact]
    public void MidLine_IsSkipped()
    {
        LineSplitter splitter = Create();

        splitter.SkipToNextLine();
        splitter.Append("rest of"u8);
        splitter.Append(" a line\nnext\n"u8);

        Assert.Equal(["next"], _lines);
    }

    [Fact]
    public void Complete_OfNothing_GivesNothing_AndStartsOver()
    {
        LineSplitter splitter = Create();
        splitter.Append("a\n"u8);

        splitter.Complete();
        splitter.Append("\uFEFFb\n"u8);

        Assert.Equal(["a", "b"], _lines);
    }

    [Fact]
    public void HoleOfZeros_IsPassedOver()
    {
        Create().Append("\0\0\0after\n"u8);

        Assert.Equal(["after"], _lines);
    }

    private LineSplitter Create(int maxLineBytes = LineSplitter.DefaultMaxLineBytes) =>
        new(line => _lines.Add(Encoding.UTF8.GetString(line)), maxLineBytes);
}
