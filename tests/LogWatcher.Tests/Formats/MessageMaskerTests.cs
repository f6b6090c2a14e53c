using LogWatcher.Formats;

namespace LogWatcher.Tests.Formats;

public class MessageMaskerTests
{
    [Theory]
    [InlineData("took 12.5 ms of -3", "took <num> ms of <num>")]
    [InlineData("took 10000ms", "took <num>ms")]
    [InlineData("block blk_-69 and part-0001", "block blk_<num> and part-<num>")]
    [InlineData("ssh2 and utf8 stay", "ssh2 and utf8 stay")]
    [InlineData("session 0x14f05578bd80006", "session <hex>")]
    [InlineData("commit deadbeef0123", "commit <hex>")]
    [InlineData("defaced cafebabe", "defaced cafebabe")]
    [InlineData("order 3F2504E0-4F89-11D3-9A0C-0305E82C3301 failed", "order <uuid> failed")]
    [InlineData("from 10.0.0.1 to /10.0.0.2:45307", "from <addr> to /<addr>")]
    [InlineData("from [2001:db8::1]:443 and ::1", "from <addr> and <addr>")]
    [InlineData("std::vector at 10:00:00", "std::vector at <num>:<num>:<num>")]
    [InlineData("open /var/log/app-1.log failed", "open <path> failed")]
    [InlineData(@"open C:\logs\a.txt failed", "open <path> failed")]
    [InlineData("get https://a.example/x?y=1 failed", "get <path> failed")]
    [InlineData("user 'bob' can't open \"a b\"", "user <str> can't open <str>")]
    [InlineData("either/or", "either/or")]
    [InlineData("", "")]
    public void Mask_ReplacesWhatVaries(string message, string expected) => Assert.Equal(expected, MessageMasker.Mask(message));

    [Theory]
    [InlineData('\'')]
    [InlineData('a')]
    [InlineData(':')]
    [InlineData('/')]
    [InlineData('1')]
    public void Mask_OfALongMonotonousMessage_Ends(char letter) =>
        Assert.NotNull(MessageMasker.Mask(new string(letter, MaskingTemplateMiner.MaxTemplateLength)));
}
