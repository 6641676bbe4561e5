#pragma once
// Heavy: includes Asio. For the files of this room that need sockets, and no others.

#ifndef ASIO_STANDALONE
#define ASIO_STANDALONE
#endif
#ifndef ASIO_NO_DEPRECATED
#define ASIO_NO_DEPRECATED
#endif
#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>

#include "http/server.h"

namespace herald::http {

struct AsioLoop::Impl {
    /// One thread runs it, and Asio then leaves out most of its locking.
    asio::io_context context{1};
    asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
};

}  // namespace herald::http
