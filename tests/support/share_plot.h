#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace herald::test {

/// Who got which share over time, as a picture for people: the measured share as an area, the weight as a line, and
/// what happened when.
class SharePlot {
public:
    struct Point {
        double minute;
        double share;   ///< measured, 0 to 1
        double weight;  ///< as the settings want it, 0 to 1
    };

    SharePlot(std::string title, std::string above, std::string below)
        : title_(std::move(title)), above_(std::move(above)), below_(std::move(below)) {}

    void add(const Point& point) { points_.push_back(point); }
    void mark(double minute, std::string what) { marks_.emplace_back(minute, std::move(what)); }

    void write(const std::string& path) const {
        std::filesystem::create_directories(std::filesystem::path(path).parent_path());
        std::ofstream out(path);
        out << "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 960 420\" font-family=\"sans-serif\" "
               "font-size=\"12\"><rect width=\"960\" height=\"420\" fill=\"#fff\"/><text x=\"50\" y=\"20\" "
               "font-size=\"15\">"
            << title_ << "</text><rect x=\"50\" y=\"60\" width=\"880\" height=\"300\" fill=\"#f3d9b1\"/>"
            << "<path fill=\"#8fb8de\" d=\"M50,360";
        for (const auto& point : points_) out << " L" << x(point.minute) << "," << y(point.share);
        out << " L" << x(last()) << ",360 Z\"/><path fill=\"none\" stroke=\"#12355b\" stroke-width=\"2\" d=\"";
        for (std::size_t i = 0; i < points_.size(); ++i)
            out << (i == 0 ? "M" : " L") << x(points_[i].minute) << "," << y(points_[i].weight);
        out << "\"/>";
        for (const int percent : {0, 25, 50, 75, 100})
            out << "<text x=\"44\" y=\"" << y(percent / 100.0) + 4 << "\" text-anchor=\"end\">" << percent
                << " %</text><path stroke=\"#0002\" d=\"M50," << y(percent / 100.0) << " H930\"/>";
        for (double hour = 0; hour * 60 <= last(); ++hour)
            out << "<text x=\"" << x(hour * 60) << "\" y=\"378\" text-anchor=\"middle\">" << hour << " h</text>";
        for (std::size_t i = 0; i < marks_.size(); ++i)
            out << "<path stroke=\"#b00020\" stroke-dasharray=\"4 3\" d=\"M" << x(marks_[i].first)
                << ",60 V360\"/><text fill=\"#b00020\" x=\"" << x(marks_[i].first) + 3 << "\" y=\""
                << (i % 2 == 0 ? 40 : 54) << "\">" << marks_[i].second << "</text>";
        out << "<text x=\"60\" y=\"350\">" << below_ << "</text><text x=\"60\" y=\"78\">" << above_
            << "</text><text x=\"50\" y=\"404\">Area: share of the messages in each five minutes. Line: share by "
               "weight.</text></svg>\n";
    }

private:
    double last() const { return points_.empty() ? 1 : points_.back().minute; }
    double x(double minute) const { return 50 + 880 * minute / last(); }
    static double y(double share) { return 360 - 300 * share; }

    std::string title_, above_, below_;
    std::vector<Point> points_;
    std::vector<std::pair<double, std::string>> marks_;
};

}  // namespace herald::test
