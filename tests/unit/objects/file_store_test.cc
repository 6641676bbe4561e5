#include "objects/file_store.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "support/test_loop.h"

namespace herald::objects {
namespace {

namespace fs = std::filesystem;

const Timestamp long_ago = *Timestamp::parse_iso("2026-11-02T10:00:00Z");

class Files : public testing::Test {
protected:
    Files() {
        char name[] = "/tmp/herald-objects.XXXXXX";
        directory_ = mkdtemp(name);
        store_.emplace(directory_ + "/objects", loop_, pool_, long_ago);
    }
    ~Files() override { fs::remove_all(directory_); }

    void put(const std::string& name, std::string content, Metadata metadata = {}) {
        loop_.run(store_->put(name, std::make_shared<const std::string>(std::move(content)), std::move(metadata)));
    }
    auto get(const std::string& name) { return loop_.run(store_->get(name)); }

    std::size_t files_below(const std::string& below) const {
        std::size_t count = 0;
        for (const auto& entry : fs::recursive_directory_iterator(directory_ + "/objects" + below))
            count += entry.is_regular_file() ? 1 : 0;
        return count;
    }

    std::string directory_;
    test::TestLoop loop_;
    BlockingPool pool_{2, 100};
    std::optional<FileStore> store_;
};

TEST_F(Files, GiveBackWhatWasStored) {
    const std::string bytes(
        "\0\xFF"
        "abc\n",
        6);
    put("documents/a/b", bytes);
    EXPECT_EQ(get("documents/a/b"), bytes);
    EXPECT_EQ(loop_.run(store_->head("documents/a/b"))->size, 6U);
    put("empty", "");
    EXPECT_EQ(get("empty"), "");
}

TEST_F(Files, AreReplacedWhole) {
    put("one", "a longer first content");
    put("one", "second");
    EXPECT_EQ(get("one"), "second");
    EXPECT_EQ(files_below(""), 1U) << "a temporary file was left behind";
}

TEST_F(Files, ThatAreNotThereAreAnAnswerAndNoFailure) {
    EXPECT_EQ(get("documents/none"), std::nullopt);
    EXPECT_FALSE(loop_.run(store_->head("documents/none")));
    EXPECT_FALSE(loop_.run(store_->remove("documents/none")));
}

TEST_F(Files, AreGoneOnceRemoved) {
    put("documents/a", "x");
    EXPECT_TRUE(loop_.run(store_->remove("documents/a")));
    EXPECT_EQ(get("documents/a"), std::nullopt);
}

TEST_F(Files, HaveMetadataBesideThemWhichGoesWithThem) {
    const Metadata metadata{{"original_file_name", "a \"b\".csv"}, {"valid", "True"}};
    put("documents/a", "x", metadata);
    EXPECT_EQ(loop_.run(store_->head("documents/a"))->metadata, metadata);
    EXPECT_EQ(get("documents/a"), "x");
    put("documents/a", "y", {{"valid", "False"}});
    EXPECT_EQ(loop_.run(store_->head("documents/a"))->metadata, (Metadata{{"valid", "False"}}));
    put("documents/a", "z");
    EXPECT_EQ(loop_.run(store_->head("documents/a"))->metadata, Metadata{});
    put("documents/a", "x", metadata);
    EXPECT_TRUE(loop_.run(store_->remove("documents/a")));
    EXPECT_EQ(files_below(""), 0U) << "metadata was left behind";
}

TEST_F(Files, RefuseMetadataThatNotEveryStoreCouldKeep) {
    for (const auto& [name, value] : {std::pair{"Name", "x"},
                                      {"", "x"},
                                      {"a b", "x"},
                                      {"name", "\xC3\xA4"},
                                      {"name", "a\nb"},
                                      {"name", " a"},
                                      {"name", "a "}}) {
        EXPECT_FALSE(is_metadata({{name, value}})) << name << "=" << value;
        EXPECT_THROW(put("a", "x", {{name, value}}), std::invalid_argument);
    }
    EXPECT_FALSE(is_metadata({{"name", std::string(2048, 'a')}}));
    EXPECT_TRUE(is_metadata({{"original_file_name", "a b.csv"}, {"sender_id", ""}}));
}

TEST_F(Files, AreReadableByTheirOwnerOnly) {
    put("documents/a", "x");
    struct stat about {};
    ASSERT_EQ(stat((directory_ + "/objects/documents/a").c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, 0600U);
    ASSERT_EQ(stat((directory_ + "/objects/documents").c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, 0700U);
}

TEST_F(Files, ThatCannotBeWrittenReadOrRemovedAreOneKindOfError) {
    put("a/file", "x");
    // A file where a directory would have to be, and a directory where a file would have to be.
    EXPECT_THROW(put("a/file/below", "x"), ObjectStoreError);
    EXPECT_THROW(put("a", "x"), ObjectStoreError);
    EXPECT_THROW(get("a/file/below"), ObjectStoreError);
    EXPECT_THROW(loop_.run(store_->remove("a")), ObjectStoreError);
    EXPECT_THROW(loop_.run(store_->head("a/file/below")), ObjectStoreError);
    EXPECT_EQ(files_below("/.incoming"), 0U);
}

TEST_F(Files, OfAnotherDirectoryCannotBeNamed) {
    for (const std::string name : {"", "/etc/passwd", "../secret", "a/../b", "a//b", "a/", ".incoming/1", "a b", "ä"}) {
        EXPECT_FALSE(is_object_name(name)) << name;
        EXPECT_THROW(get(name), std::invalid_argument) << name;
        EXPECT_THROW(put(name, "x"), std::invalid_argument) << name;
        EXPECT_THROW(loop_.run(store_->remove(name)), std::invalid_argument) << name;
    }
    EXPECT_FALSE(is_object_name(std::string(513, 'a')));
    EXPECT_TRUE(is_object_name("service-1-notify/0a_b.CSV"));
}

TEST_F(Files, OfWritersThatDiedAreRemovedAtTheStartUnlessTheyAreYoung) {
    const std::string incoming = directory_ + "/objects/.incoming/";
    for (const auto& [name, seconds] : {std::pair{"old", 0}, {"young", 3599}}) {
        std::ofstream(incoming + name) << "half";
        const timespec changed{long_ago.micros / 1'000'000 + seconds, 0};
        const timespec times[] = {changed, changed};
        ASSERT_EQ(utimensat(AT_FDCWD, (incoming + name).c_str(), times, 0), 0);
    }
    const FileStore again(directory_ + "/objects", loop_, pool_, long_ago + std::chrono::seconds(3601));
    EXPECT_FALSE(fs::exists(incoming + "old"));
    EXPECT_TRUE(fs::exists(incoming + "young"));
}

}  // namespace
}  // namespace herald::objects
