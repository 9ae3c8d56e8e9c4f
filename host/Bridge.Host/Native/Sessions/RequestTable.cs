using Bridge.Protocol;

namespace Bridge.Host.Native.Sessions;

/// <summary>Requests under way, and the ids of those that ended lately: what still arrives for these is late, not wrong.</summary>
internal sealed class RequestTable
{
    private const int RememberedIds = 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<long, ActiveRequest> _active = [];
    private readonly HashSet<long> _ended = [];
    private readonly Queue<long> _endedInOrder = new();

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _active.Count;
            }
        }
    }

    /// <summary>Adds a request, or says why it cannot be taken.</summary>
    public string? Add(ActiveRequest request)
    {
        lock (_lock)
        {
            long id = request.Request.Id;
            if (_active.ContainsKey(id) || _ended.Contains(id))
            {
                return ErrorCode.RequestDuplicate;
            }

            if (_active.Count >= Limits.ConcurrentRequests)
            {
                Remember(id);
                return ErrorCode.Busy;
            }

            _active.Add(id, request);
            return null;
        }
    }

    public ActiveRequest? Find(long id)
    {
        lock (_lock)
        {
            return _active.GetValueOrDefault(id);
        }
    }

    public bool EndedLately(long id)
    {
        lock (_lock)
        {
            return _ended.Contains(id);
        }
    }

    /// <summary>Ends a request. After this nobody else can stop it: its answer is decided.</summary>
    public void Remove(ActiveRequest request)
    {
        lock (_lock)
        {
            if (_active.Remove(request.Request.Id))
            {
                Remember(request.Request.Id);
            }
        }
    }

    /// <summary>Notes the id of a request that was refused before it began.</summary>
    public void NoteRefused(long id)
    {
        lock (_lock)
        {
            if (!_active.ContainsKey(id))
            {
                Remember(id);
            }
        }
    }

    public void StopAll(string code)
    {
        ActiveRequest[] active;
        lock (_lock)
        {
            active = [.. _active.Values];
        }

        foreach (ActiveRequest request in active)
        {
            request.Stop(code);
        }
    }

    private void Remember(long id)
    {
        if (_ended.Add(id))
        {
            _endedInOrder.Enqueue(id);
        }

        if (_endedInOrder.Count > RememberedIds)
        {
            _ended.Remove(_endedInOrder.Dequeue());
        }
    }
}
