namespace LogWatcher.Watching;

/// <summary>One open file, how far it was read, and its first bytes, by which a file that was written anew is told.</summary>
internal sealed class FollowedFile : IDisposable
{
    private const int MaxHeadBytes = 256;

    private readonly FileStream _stream;
    private readonly byte[] _head = new byte[MaxHeadBytes];
    private int _headLength;

    private FollowedFile(FileStream stream)
    {
        _stream = stream;
    }

    /// <summary>Gets whether this is a regular file; a pipe can only be read.</summary>
    public bool IsRegular => _stream.CanSeek;

    public Stream Stream => _stream;

    /// <summary>Opens a file so that others may write, rename and delete it.</summary>
    public static FollowedFile Open(string path) => new(new FileStream(path, new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite | FileShare.Delete,
        BufferSize = 0,
    }));

    /// <summary>Goes to the end of what is there. Says whether that is within a line.</summary>
    public bool SeekEnd()
    {
        long length = _stream.Length;
        if (length == 0) return false;
        Span<byte> last = stackalloc byte[1];
        bool read = RandomAccess.Read(_stream.SafeFileHandle, last, length - 1) == 1;
        _stream.Position = length;
        return read && last[0] != '\n';
    }

    public int Read(Span<byte> buffer) => _stream.Read(buffer);

    /// <summary>Goes back to the start where the file is shorter than what was read of it, or begins with other bytes.</summary>
    public bool RestartIfRewritten()
    {
        if (_stream.Length >= _stream.Position && HasSameHead(_stream.SafeFileHandle)) return false;
        _stream.Position = 0;
        _headLength = 0;
        return true;
    }

    /// <summary>Remembers the first bytes as far as they were read.</summary>
    public void RememberHead()
    {
        int wanted = (int)Math.Min(_stream.Position, MaxHeadBytes);
        if (wanted > _headLength) _headLength = RandomAccess.Read(_stream.SafeFileHandle, _head.AsSpan(0, wanted), 0);
    }

    /// <summary>Says whether another handle is of the file that this one reads.</summary>
    public bool IsSameAs(FollowedFile other) =>
        FileIdentity.AreSame(_stream.SafeFileHandle, other._stream.SafeFileHandle) && HasSameHead(other._stream.SafeFileHandle);

    public bool IsEmpty => _stream.Length == 0;

    public void Dispose() => _stream.Dispose();

    private bool HasSameHead(Microsoft.Win32.SafeHandles.SafeFileHandle handle)
    {
        Span<byte> now = stackalloc byte[MaxHeadBytes];
        now = now[.._headLength];
        return RandomAccess.Read(handle, now, 0) == _headLength && now.SequenceEqual(_head.AsSpan(0, _headLength));
    }
}
