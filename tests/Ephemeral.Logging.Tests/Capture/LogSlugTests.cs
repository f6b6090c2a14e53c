using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests.Capture;

public sealed class LogSlugTests
{
    [Theory]
    [InlineData(LogLevel.Error, "OrderService", 7, "Db Failure", typeof(InvalidOperationException), "log.error.orderservice.db-failure:invalidoperationexception")]
    [InlineData(LogLevel.Error, "orders", 1001, "DbFailure", null, "log.error.orders.dbfailure")]
    [InlineData(LogLevel.Information, "Acme.Orders.Store", 12, null, null, "log.information.acme-orders-store.12")]
    [InlineData(LogLevel.Trace, "a", 0, null, null, "log.trace.a.none")]
    [InlineData(LogLevel.Debug, "--a__b--", 0, "!", null, "log.debug.a-b.none")]
    [InlineData(LogLevel.Warning, "", 0, "", null, "log.warning.none.none")]
    [InlineData(LogLevel.Critical, "Ärger Ölfaß", 0, "日本 語", null, "log.critical.ärger-ölfaß.日本-語")]
    [InlineData(LogLevel.Critical, "x", 0, "\U00010400b", null, "log.critical.x.\U00010428b")]
    [InlineData(LogLevel.Error, "x", -3, null, null, "log.error.x.3")]
    [InlineData(LogLevel.Error, "List`1[System.Int32]", 0, "e", typeof(AggregateException), "log.error.list-1-system-int32.e:aggregateexception")]
    public void SignalOf_FollowsTheGrammar(LogLevel level, string category, int id, string? name, Type? exception, string expected) =>
        Assert.Equal(expected, LogSlug.SignalOf(category, level, new(id, name), exception));

    [Theory]
    [InlineData(0, null, "0")]
    [InlineData(12, null, "12")]
    [InlineData(12, "DbFailure", "DbFailure")]
    public void KeyOf_IsTheNameOrTheId(int id, string? name, string expected) => Assert.Equal(expected, LogSlug.KeyOf(new(id, name)));
}
