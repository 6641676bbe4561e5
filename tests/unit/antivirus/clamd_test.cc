#include "antivirus/clamd.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>
#include <thread>

#include "support/test_loop.h"

namespace herald::antivirus {
namespace {

using namespace std::literals;
using Verdict = ScanResult::Verdict;

TEST(Clamd, RepliesAreReadWithoutTakingAnythingElseForClean) {
    struct {
        std::string_view reply;
        Verdict verdict;
        std::string detail;
    } const cases[] = {
        {"stream: OK", Verdict::clean, ""},
        {"stream: Eicar-Test-Signature FOUND", Verdict::infected, "Eicar-Test-Signature"},
        {"INSTREAM size limit exceeded. ERROR", Verdict::unavailable,
         "the scanner answered: INSTREAM size limit exceeded. ERROR"},
        {"stream: FOUND", Verdict::unavailable, "the scanner answered: stream: FOUND"},
        {"stream: OK ", Verdict::unavailable, "the scanner answered: stream: OK "},
        {"", Verdict::unavailable, "the scanner answered: "},
    };
    for (const auto& wanted : cases) {
        const auto result = read_reply(wanted.reply);
        EXPECT_EQ(result.verdict, wanted.verdict) << wanted.reply;
        EXPECT_EQ(result.detail, wanted.detail);
    }
}

TEST(Clamd, AddressesAreSocketsOrHosts) {
    EXPECT_EQ(ClamdAddress::parse("/run/clamd.ctl")->path, "/run/clamd.ctl");
    EXPECT_EQ(ClamdAddress::parse("unix:/run/clamd.ctl")->path, "/run/clamd.ctl");
    EXPECT_EQ(ClamdAddress::parse("scanner:3310")->host, "scanner");
    EXPECT_EQ(ClamdAddress::parse("tcp://[::1]:3310")->host, "::1");
    EXPECT_EQ(ClamdAddress::parse("tcp://[::1]:3310")->port, 3310);
    for (const auto text : {"", "scanner", ":3310", "scanner:0", "scanner:x", "scanner:70000"})
        EXPECT_FALSE(ClamdAddress::parse(text)) << text;
}

/// A daemon of one connection: reads what the protocol says there is, then answers.
class Daemon {
public:
    explicit Daemon(std::string reply, bool reads = true) : reply_(std::move(reply)), reads_(reads) {
        char name[] = "/tmp/herald-clamd.XXXXXX";
        directory_ = mkdtemp(name);
        path = directory_ + "/socket";
        listener_ = socket(AF_UNIX, SOCK_STREAM, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path.copy(address.sun_path, path.size());
        if (bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
            listen(listener_, 1) != 0)
            throw std::runtime_error("cannot listen");
        thread_ = std::thread([this] { serve(); });
    }
    ~Daemon() {
        shutdown(listener_, SHUT_RDWR);
        thread_.join();
        close(listener_);
        std::filesystem::remove_all(directory_);
    }

    std::string path;
    std::string command, content;  ///< what was received; to be read once the scan has ended

private:
    static std::string take(int from, std::size_t size) {
        std::string bytes(size, '\0');
        std::size_t filled = 0;
        while (filled < size) {
            const auto got = recv(from, bytes.data() + filled, size - filled, 0);
            if (got <= 0) return bytes.substr(0, filled);
            filled += static_cast<std::size_t>(got);
        }
        return bytes;
    }
    void serve() {
        const int peer = accept(listener_, nullptr, nullptr);
        if (peer < 0) return;
        if (reads_) {
            command = take(peer, 10);
            for (;;) {
                const std::string head = take(peer, 4);
                std::size_t size = 0;
                for (const char c : head) size = size << 8 | static_cast<unsigned char>(c);
                if (size == 0) break;
                content += take(peer, size);
            }
        }
        send(peer, reply_.data(), reply_.size(), MSG_NOSIGNAL);
        if (reply_.empty()) take(peer, 1 << 20);
        close(peer);
    }

    const std::string reply_;
    const bool reads_;
    std::string directory_;
    int listener_ = -1;
    std::thread thread_;
};

ScanResult scan(const std::string& path, std::string content, Duration timeout = 10s) {
    test::TestLoop loop;
    Clamd clamd({path, {}, 0}, loop, {1, 10, timeout});
    return loop.run(clamd.scan(std::make_shared<const std::string>(std::move(content))));
}

TEST(Clamd, SendsTheFileInChunksWithTheirLengths) {
    std::string content(600'000, 'x');
    content[300'000] = '\0';
    Daemon daemon("stream: OK\0"s);
    EXPECT_EQ(scan(daemon.path, content).verdict, Verdict::clean);
    EXPECT_EQ(daemon.command, "zINSTREAM\0"s);
    EXPECT_EQ(daemon.content, content);
}

TEST(Clamd, HearsWhyTheDaemonHungUpEarly) {
    Daemon daemon("INSTREAM size limit exceeded. ERROR\0"s, false);
    const auto result = scan(daemon.path, std::string(8'000'000, 'x'));
    EXPECT_EQ(result.verdict, Verdict::unavailable);
}

TEST(Clamd, ThatIsNotThereOrDoesNotAnswerIsUnavailable) {
    EXPECT_EQ(scan("/tmp/herald-no-such-socket", "x").verdict, Verdict::unavailable);
    Daemon silent("", false);
    EXPECT_EQ(scan(silent.path, "x", 100ms).detail, "no answer in time");
}

}  // namespace
}  // namespace herald::antivirus
