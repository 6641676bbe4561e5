// Turns .sql files into C++: named statements (see src/db/statement.h) and migrations (see src/db/migrations.h).
//
//   embed_sql OUT_DIR SRC_DIR MIGRATIONS_DIR
//
// Writes OUT_DIR/<room>/<stem>_sql.h for each SRC_DIR/<room>/**/<stem>.sql, OUT_DIR/db/catalogue.cc and
// OUT_DIR/db/embedded_migrations.cc. A file that would not change is left alone, so that nothing is rebuilt for it.

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

struct Statement {
    std::string name;
    std::vector<std::string> parameters;
    std::string sqlite, postgres;
};

std::string read_file(const fs::path& path) {
    std::ifstream in(path);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

void write_if_changed(const fs::path& path, const std::string& text) {
    if (fs::exists(path) && read_file(path) == text) return;
    fs::create_directories(path.parent_path());
    std::ofstream(path) << text;
}

std::string trim(std::string text) {
    const auto blank = [](unsigned char c) { return std::isspace(c) != 0; };
    while (!text.empty() && blank(text.back())) text.pop_back();
    text.erase(text.begin(), std::find_if_not(text.begin(), text.end(), blank));
    return text;
}

bool is_name(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

/// Replaces `:name` by the prefix and the parameter's number; leaves `::casts`, strings and comments alone.
std::string number_parameters(const std::string& sql, const Statement& statement, char prefix,
                              std::set<std::string>& used) {
    std::string out;
    for (std::size_t i = 0; i < sql.size(); ++i) {
        if (sql[i] == '\'') {
            const std::size_t end = sql.find('\'', i + 1);
            if (end == std::string::npos) throw std::runtime_error(statement.name + ": unterminated string");
            out += sql.substr(i, end - i + 1);
            i = end;
        } else if (sql.compare(i, 2, "--") == 0) {
            i = std::min(sql.find('\n', i), sql.size());
            out += '\n';
        } else if (sql.compare(i, 2, "::") == 0) {
            out += "::";
            ++i;
        } else if (sql[i] == ':' && i + 1 < sql.size() && is_name(sql[i + 1])) {
            std::size_t end = i + 1;
            while (end < sql.size() && is_name(sql[end])) ++end;
            const std::string name = sql.substr(i + 1, end - i - 1);
            const auto at = std::find(statement.parameters.begin(), statement.parameters.end(), name);
            if (at == statement.parameters.end())
                throw std::runtime_error(statement.name + ": parameter " + name + " is used but not listed");
            used.insert(name);
            out += prefix + std::to_string(at - statement.parameters.begin() + 1);
            i = end - 1;
        } else {
            out += sql[i];
        }
    }
    return trim(out);
}

void finish(Statement& statement, std::string both, std::string sqlite, std::string postgres) {
    if (!trim(both).empty()) sqlite = postgres = both;
    if (trim(sqlite).empty() || trim(postgres).empty())
        throw std::runtime_error(statement.name + ": needs text for both engines");
    for (auto [text, out, prefix] :
         {std::tuple{&sqlite, &statement.sqlite, '?'}, std::tuple{&postgres, &statement.postgres, '$'}}) {
        std::set<std::string> used;
        *out = number_parameters(*text, statement, prefix, used);
        for (const auto& name : statement.parameters)
            if (!used.contains(name))
                throw std::runtime_error(statement.name + ": parameter " + name + " is listed but not used");
        if (!out->empty() && out->back() == ';') out->pop_back();
    }
}

Statement parse_heading(const std::string& line) {
    const auto open = line.find('('), close = line.rfind(')');
    if (open == std::string::npos || close == std::string::npos)
        throw std::runtime_error("a statement's heading is `-- name: some_name(parameter, …)`: " + line);
    Statement statement;
    statement.name = trim(line.substr(8, open - 8));
    std::stringstream list(line.substr(open + 1, close - open - 1));
    for (std::string name; std::getline(list, name, ',');)
        if (!trim(name).empty()) statement.parameters.push_back(trim(name));
    return statement;
}

std::vector<Statement> parse(const fs::path& path) {
    std::vector<Statement> statements;
    std::ifstream in(path);
    std::string both, sqlite, postgres;
    std::string* part = nullptr;
    const auto close = [&] {
        if (!statements.empty()) finish(statements.back(), both, sqlite, postgres);
        both = sqlite = postgres = {};
    };
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("-- name:")) {
            close();
            statements.push_back(parse_heading(line));
            part = &both;
        } else if (line.starts_with("-- engine: sqlite")) {
            part = &sqlite;
        } else if (line.starts_with("-- engine: postgres")) {
            part = &postgres;
        } else if (part != nullptr && !line.starts_with("--")) {
            *part += line + "\n";
        }
    }
    close();
    return statements;
}

std::string header_text(const fs::path& source, const std::string& room, const std::vector<Statement>& statements,
                        std::size_t first_index) {
    std::string text = "// Made from " + source.string() +
                       "; do not edit.\n#pragma once\n\n#include \"db/statement.h\"\n\nnamespace herald::" + room +
                       "::sql {\n\n";
    for (const auto& s : statements)
        text += "inline constexpr db::Statement " + s.name + "{\"" + s.name + "\",\n    R\"sql(" + s.sqlite +
                ")sql\",\n    R\"sql(" + s.postgres + ")sql\",\n    " + std::to_string(s.parameters.size()) + ", " +
                std::to_string(first_index++) + "};\n\n";
    return text + "}  // namespace herald::" + room + "::sql\n";
}

void embed_statements(const fs::path& out, const fs::path& src) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(src))
        if (entry.path().extension() == ".sql") files.push_back(fs::relative(entry.path(), src));
    std::sort(files.begin(), files.end());

    std::string includes = "// Made by embed_sql; do not edit.\n#include \"db/statement.h\"\n", entries;
    std::set<std::string> names;
    std::size_t index = 0;
    for (const auto& file : files) {
        const auto statements = parse(src / file);
        const std::string room = file.begin()->string();
        fs::path header = file.parent_path() / (file.stem().string() + "_sql.h");
        write_if_changed(out / header, header_text("src" / file, room, statements, index));
        index += statements.size();
        includes += "#include \"" + header.string() + "\"\n";
        for (const auto& s : statements) {
            if (!names.insert(s.name).second) throw std::runtime_error("two statements are called " + s.name);
            entries += "    &" + room + "::sql::" + s.name + ",\n";
        }
    }
    write_if_changed(out / "db/catalogue.cc", includes +
                                                  "\nnamespace herald::db {\n\nstd::span<const Statement* const> "
                                                  "catalogue() {\n    static constexpr const Statement* all[] = {\n" +
                                                  (entries.empty() ? "    nullptr,\n" : entries) +
                                                  "    };\n    return std::span(all, " + std::to_string(index) +
                                                  ");\n}\n\n}  // namespace herald::db\n");
}

void embed_migrations(const fs::path& out, const fs::path& directory) {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::directory_iterator(directory))
        if (entry.path().extension() == ".sql") files[entry.path().stem().string()] = read_file(entry.path());
    std::string text =
        "// Made by embed_sql; do not edit.\n#include \"db/migrations.h\"\n\nnamespace herald::db {\n\nstd::span<const "
        "EmbeddedMigration> embedded_migrations() {\n    static constexpr EmbeddedMigration all[] = {\n";
    for (const auto& [name, sql] : files) text += "        {\"" + name + "\", R\"sql(" + sql + ")sql\"},\n";
    write_if_changed(out / "db/embedded_migrations.cc",
                     text + "    };\n    return all;\n}\n\n}  // namespace herald::db\n");
}

}  // namespace

int main(int argc, char** argv) try {
    if (argc != 4) throw std::runtime_error("usage: embed_sql OUT_DIR SRC_DIR MIGRATIONS_DIR");
    embed_statements(argv[1], argv[2]);
    embed_migrations(argv[1], argv[3]);
} catch (const std::exception& error) {
    std::cerr << "embed_sql: " << error.what() << "\n";
    return 1;
}
