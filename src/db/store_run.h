#pragma once
// The templates of `Store`; included by db/store.h only.

#include <future>

namespace herald::db {
namespace detail {

/// Keeps the result of the last run of a unit of work, which may be nothing.
template <class F>
class Kept {
public:
    using Result = std::invoke_result_t<F&, Transaction&>;

    explicit Kept(F work) : work_(std::move(work)) {}
    void operator()(Transaction& tx) {
        if constexpr (std::is_void_v<Result>) work_(tx);
        else result_.emplace(work_(tx));
    }
    Result take() {
        if constexpr (!std::is_void_v<Result>) return std::move(*result_);
    }

private:
    struct Nothing {};
    F work_;
    std::conditional_t<std::is_void_v<Result>, Nothing,
                       std::optional<std::conditional_t<std::is_void_v<Result>, int, Result>>>
        result_;
};

}  // namespace detail

template <class F>
auto Store::run(Loop& loop, F work, Submit submit) -> Task<std::invoke_result_t<F&, Transaction&>> {
    detail::Kept<F> kept(std::move(work));
    Promise<std::exception_ptr> done(loop);
    (this->*submit)([&kept](Transaction& tx) { kept(tx); }, [done](std::exception_ptr failure) { done.set(failure); });
    if (const auto failure = co_await done.wait()) std::rethrow_exception(failure);
    co_return kept.take();
}

template <class F>
auto Store::run_now(F work, Submit submit) -> std::invoke_result_t<F&, Transaction&> {
    detail::Kept<F> kept(std::move(work));
    // Shared: the waiter may be gone before the thread that sets the promise has left it.
    auto done = std::make_shared<std::promise<void>>();
    (this->*submit)([&kept](Transaction& tx) { kept(tx); },
                    [done](std::exception_ptr failure) {
                        if (failure) done->set_exception(failure);
                        else done->set_value();
                    });
    done->get_future().get();
    return kept.take();
}

}  // namespace herald::db
