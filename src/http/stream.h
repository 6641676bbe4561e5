#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/task.h"
#include "http/server.h"

namespace herald::http {

/// A TCP connection on the loop, for protocols that are not HTTP: bytes in, bytes out. All on the loop's thread.
class Stream {
public:
    class User {
    public:
        virtual ~User() = default;
        virtual void on_bytes(std::string_view bytes) = 0;
        /// The peer has ended the connection, or it broke. Nothing follows.
        virtual void on_end() = 0;
    };

    virtual ~Stream() = default;
    /// Begins to read. The user lives until `close`, or has been told of the end.
    virtual void start(User& user) = 0;
    /// Sent soon, together with what else is written in this turn of the loop. After the end it is dropped.
    virtual void write(std::string_view bytes) = 0;
    /// Bytes that the operating system has not taken yet.
    virtual std::size_t unsent() const = 0;
    /// Sends what was written as far as the socket takes it at once, and ends. The user hears nothing more.
    virtual void close() = 0;
};

struct Connected {
    std::shared_ptr<Stream> stream;  ///< null: see `error`
    std::string error;
};
/// Opens a connection; to be awaited on the loop, where it resumes.
Task<Connected> connect(AsioLoop& loop, std::string host, std::uint16_t port, Duration timeout);

/// A listening socket. Connections are given away; the listener knows nothing of them afterwards.
class Listener {
public:
    using OnAccept = std::function<void(std::shared_ptr<Stream>)>;
    /// Listens when the constructor returns; throws when the address is taken. Port 0: any free one.
    Listener(AsioLoop& loop, const std::string& address, std::uint16_t port, OnAccept on_accept);
    ~Listener();
    std::uint16_t port() const;
    void close();

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace herald::http
