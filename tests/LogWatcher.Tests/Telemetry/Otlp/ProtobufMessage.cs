using System.Buffers.Binary;
using System.Text;

namespace LogWatcher.Tests.Telemetry.Otlp;

/// <summary>The fields of one protobuf message, read from its bytes by the rules of the wire format.</summary>
internal sealed class ProtobufMessage
{
    private readonly List<(int Number, ulong Value, byte[]? Bytes)> _fields = [];

    public ProtobufMessage(byte[] bytes)
    {
        int at = 0;
        while (at < bytes.Length)
        {
            ulong tag = Varint(bytes, ref at);
            (ulong value, byte[]? data) = (tag & 7) switch
            {
                0 => (Varint(bytes, ref at), null),
                1 => (BinaryPrimitives.ReadUInt64LittleEndian(Take(bytes, ref at, 8)), null),
                2 => (0UL, Take(bytes, ref at, checked((int)Varint(bytes, ref at)))),
                5 => (BinaryPrimitives.ReadUInt32LittleEndian(Take(bytes, ref at, 4)), (byte[]?)null),
                ulong type => throw new InvalidDataException($"The wire type {type} does not exist."),
            };
            _fields.Add(((int)(tag >> 3), value, data));
        }
    }

    public bool Has(int number) => _fields.Exists(field => field.Number == number);

    public IEnumerable<ProtobufMessage> Messages(int number) => Of(number).Select(static field => new ProtobufMessage(field.Bytes!));

    public ProtobufMessage? Message(int number) => Messages(number).FirstOrDefault();

    public string Text(int number) => Encoding.UTF8.GetString(Bytes(number));

    public byte[] Bytes(int number) => Of(number).FirstOrDefault().Bytes ?? [];

    public string Hex(int number) => Convert.ToHexStringLower(Bytes(number));

    public long Number(int number) => (long)Of(number).FirstOrDefault().Value;

    public double Double(int number) => BitConverter.UInt64BitsToDouble(Of(number).FirstOrDefault().Value);

    private IEnumerable<(int Number, ulong Value, byte[]? Bytes)> Of(int number) => _fields.Where(field => field.Number == number);

    private static byte[] Take(byte[] bytes, ref int at, int count)
    {
        byte[] taken = bytes[at..(at + count)];
        at += count;
        return taken;
    }

    private static ulong Varint(byte[] bytes, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte part = bytes[at++];
            value |= (ulong)(part & 127) << shift;
            if (part < 128) return value;
        }

        throw new InvalidDataException("A varint has more than ten bytes.");
    }
}
