#include "http/asio_loop.h"

#include <asio/post.hpp>
#include <asio/steady_timer.hpp>

namespace herald::http {

AsioLoop::AsioLoop() : impl_(std::make_unique<Impl>()) {}
AsioLoop::~AsioLoop() = default;

void AsioLoop::post(std::function<void()> work) {
    asio::post(impl_->context, std::move(work));
}

void AsioLoop::after(Duration delay, std::function<void()> work) {
    auto timer = std::make_unique<asio::steady_timer>(impl_->context, delay);
    asio::steady_timer& waiting = *timer;
    // The timer travels in its own completion, so that it lives exactly as long as it is needed.
    waiting.async_wait([timer = std::move(timer), work = std::move(work)](const asio::error_code& cancelled) {
        if (!cancelled) work();
    });
}

void AsioLoop::run() {
    impl_->context.run();
}

void AsioLoop::stop() {
    impl_->context.stop();
}

}  // namespace herald::http
