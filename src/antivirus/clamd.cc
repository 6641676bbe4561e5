#include "antivirus/clamd.h"

#include <charconv>

#include "antivirus/connection.h"

namespace herald::antivirus {
namespace {

using namespace std::literals;
constexpr std::size_t chunk_bytes = 256 * 1024;

std::string big_endian(std::size_t number) {
    std::string bytes;
    for (const int shift : {24, 16, 8, 0}) bytes.push_back(static_cast<char>(number >> shift & 0xFF));
    return bytes;
}

std::string send_stream(Connection& connection, std::string_view content) {
    try {
        connection.send("zINSTREAM\0"sv);
        while (!content.empty()) {
            const auto chunk = content.substr(0, chunk_bytes);
            connection.send(big_endian(chunk.size()));
            connection.send(chunk);
            content.remove_prefix(chunk.size());
        }
        connection.send(big_endian(0));
    } catch (const ConnectionError&) {
        // A daemon that has enough says why and hangs up: what it said matters more than that it did.
        std::string reply = connection.read_reply();
        if (reply.empty()) throw;
        return reply;
    }
    return connection.read_reply();
}

}  // namespace

std::optional<ClamdAddress> ClamdAddress::parse(std::string_view text) {
    constexpr std::string_view unix_scheme = "unix:", tcp_scheme = "tcp://";
    if (text.starts_with(unix_scheme)) text.remove_prefix(unix_scheme.size());
    if (text.starts_with('/')) return ClamdAddress{std::string(text), {}, 0};
    if (text.starts_with(tcp_scheme)) text.remove_prefix(tcp_scheme.size());
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0) return std::nullopt;
    std::string_view host = text.substr(0, colon), port = text.substr(colon + 1);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    ClamdAddress address{{}, std::string(host), 0};
    const auto [end, failure] = std::from_chars(port.data(), port.data() + port.size(), address.port);
    if (failure != std::errc() || end != port.data() + port.size() || address.port == 0) return std::nullopt;
    return address;
}

ScanResult read_reply(std::string_view reply) {
    using Verdict = ScanResult::Verdict;
    constexpr std::string_view subject = "stream: ", found = " FOUND";
    if (reply == "stream: OK") return {Verdict::clean, {}};
    if (reply.starts_with(subject) && reply.ends_with(found) && reply.size() > subject.size() + found.size())
        return {Verdict::infected,
                std::string(reply.substr(subject.size(), reply.size() - subject.size() - found.size()))};
    return {Verdict::unavailable, "the scanner answered: " + std::string(reply)};
}

Task<ScanResult> Clamd::scan(std::shared_ptr<const std::string> content) {
    co_return co_await pool_.run(loop_, [&]() -> ScanResult {
        try {
            Connection connection(address_, options_.timeout);
            return read_reply(send_stream(connection, *content));
        } catch (const ConnectionError& error) {
            return {ScanResult::Verdict::unavailable, error.what()};
        }
    });
}

bool answers(const ClamdAddress& address, Duration timeout) {
    try {
        Connection connection(address, timeout);
        connection.send("zPING\0"sv);
        return connection.read_reply() == "PONG";
    } catch (const ConnectionError&) {
        return false;
    }
}

}  // namespace herald::antivirus
