#include "base/blocking_pool.h"

namespace herald {

BlockingPool::BlockingPool(std::size_t threads, std::size_t queue_max) : queue_max_(queue_max) {
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { serve(); });
}

BlockingPool::~BlockingPool() {
    stop();
}

void BlockingPool::stop() {
    {
        std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    for (auto& thread : threads_)
        if (thread.joinable()) thread.join();
}

void BlockingPool::submit(std::function<void()> work) {
    if (threads_.empty()) return work();
    {
        std::scoped_lock lock(mutex_);
        if (stopping_) throw PoolBusy("the threads for blocking work have been stopped");
        if (queue_.size() >= queue_max_) throw PoolBusy("the queue for blocking work is full");
        queue_.push_back(std::move(work));
    }
    changed_.notify_one();
}

void BlockingPool::serve() {
    for (;;) {
        std::function<void()> work;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
            if (queue_.empty()) return;
            work = std::move(queue_.front());
            queue_.pop_front();
        }
        work();
    }
}

}  // namespace herald
