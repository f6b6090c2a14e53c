namespace Ephemeral.Logging.Tests.Incidents;

public sealed class FaultFrameTests
{
    private const string Class = "Ephemeral.Logging.Tests.Incidents.FaultFrameTests";

    [Theory]
    [InlineData("Shop.Store", "Save", "Shop.Store.Save")]
    [InlineData("Shop.Store+<SaveAsync>d__5", "MoveNext", "Shop.Store.SaveAsync")]
    [InlineData("Shop.Store+<>c", "<Save>b__0_0", "Shop.Store.Save")]
    [InlineData("Shop.Store+<>c__DisplayClass3_0", "<Save>b__1", "Shop.Store.Save")]
    [InlineData("Shop.Store+<>c+<<Save>b__0_0>d", "MoveNext", "Shop.Store.Save")]
    [InlineData("Shop.Store", "<Save>g__Inner|3_0", "Shop.Store.Save.Inner")]
    [InlineData("Program", "<<Main>$>g__Run|0_0", "Program.Main.Run")]
    [InlineData("Program+<<<Main>$>g__RunAsync|0_1>d", "MoveNext", "Program.Main.RunAsync")]
    [InlineData("Shop.List`1[[System.Int32]]", "Add", "Shop.List`1.Add")]
    public void Demangle_NamesWhatWasWritten(string type, string method, string expected) => Assert.Equal(expected, FaultFrame.Demangle(type, method));

    [Fact]
    public void Of_SkipsThePlatform() =>
        Assert.Equal("Ephemeral.Logging.Tests.Incidents.Thrown.InThePlatform", FaultFrame.Of(Thrown.InThePlatform("x")));

    [Fact]
    public async Task Of_AsyncMethod_IsTheMethod()
    {
        Exception error = await Thrown.CatchAsync(FailAsync).Within();

        Assert.Equal($"{Class}.FailAsync", FaultFrame.Of(error));
    }

    [Fact]
    public void Of_WrapperThatWasNotThrown_IsTheCausesFrame() =>
        Assert.Equal("Ephemeral.Logging.Tests.Incidents.Thrown.Elsewhere", FaultFrame.Of(new InvalidOperationException("wrapper", Thrown.There())));

    [Fact]
    public void Of_NothingThrown_IsNull() => Assert.Null(FaultFrame.Of(Capture.Circles.Make()));

    private static async Task FailAsync()
    {
        await Task.Yield();
        throw new InvalidOperationException();
    }
}
