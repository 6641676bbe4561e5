#include "app/stop_signals.h"

#include <unistd.h>
#include <csignal>

#include <thread>

namespace herald::app {

void on_stop_signals(std::function<void()> stop) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    // Waits for the rest of the process's life; there is nothing that it would have to give back.
    std::thread([signals, stop = std::move(stop)] {
        int signal = 0;
        sigwait(&signals, &signal);
        stop();
        sigwait(&signals, &signal);
        _exit(128 + signal);
    }).detach();
}

}  // namespace herald::app
