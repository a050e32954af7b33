# Nhập các hạn nộp từ tệp: mỗi lỗi có hai câu, “vấn đề” (problem) và “cần làm gì” (do). Tên cột và mã: docs/deadlines.md.

deadline-import-problems = Tệp có { $count } lỗi. Chưa ghi gì vào danh sách hạn nộp.
deadline-import-place =
    { $where ->
        [file] Cả tệp:
        [row] Dòng { $row }:
       *[cell] Dòng { $row }, cột { $column }:
    }
deadline-import-more = … và { $count } dòng nữa.
deadline-import-problem =
    { $problem ->
        [encoding] Chữ trong tệp không phải UTF-8.
        [old-excel] Đây là tệp Excel cũ (.xls) hoặc tệp có mật khẩu.
        [too-large] Tệp quá lớn: nhiều nhất { $most }.
        [too-many-rows] Tệp có quá nhiều dòng: nhiều nhất { $most }.
        [no-rows] Tệp không có hạn nộp nào.
        [no-column] Thiếu cột “{ $name }”.
        [unknown-column] Không biết cột “{ $name }”.
        [column-twice] Cột “{ $name }” có hai lần.
        [missing] Ô bắt buộc đang để trống.
        [bad-day] “{ $value }” không phải là ngày.
        [bad-number] “{ $value }” không phải là một con số.
        [bad-days] “{ $value }” không phải là các số ngày.
        [unknown-code] Không biết “{ $value }”.
        [unknown-unit] Không có đơn vị mã “{ $value }”.
        [unknown-type] Không có loại đơn vị “{ $value }”.
        [unknown-movement] Không có phong trào đang chạy mã “{ $value }”.
        [out-of-bounds] Giá trị nằm ngoài khoảng cho phép.
        [duplicate] Hạn này đã có ở dòng { $other }.
       *[unreadable] Không đọc được tệp từ chỗ này.
    }
deadline-import-do =
    { $problem ->
        [encoding] Trong Excel, lưu thành “CSV UTF-8” hoặc .xlsx rồi nhập lại.
        [old-excel] Mở bằng Excel, bỏ mật khẩu nếu có, lưu thành .xlsx rồi nhập lại.
        [too-large] Xoá hình ảnh và các trang tính khác.
        [too-many-rows] Chia tệp thành nhiều phần.
        [no-rows] Ghi mỗi hạn một dòng, bên dưới dòng tên cột.
        [no-column] Thêm cột này vào dòng đầu.
        [unknown-column] Sửa lại tên cột theo docs/deadlines.md, hoặc xoá cột này.
        [column-twice] Chỉ giữ một cột.
        [missing] Ghi thông tin vào ô này.
        [bad-day] Ghi ngày theo mẫu 20/11/2026 hoặc 2026-11-20.
        [bad-number] Ghi một số nguyên, như 3.
        [bad-days] Ghi các số cách nhau bằng dấu phẩy, như 30, 14, 7; hoặc “-” nếu không nhắc.
        [unknown-code] Dùng một trong các mã: { $known }.
        [unknown-unit] Dùng mã trong danh sách đơn vị (units.csv).
        [unknown-type] Dùng một trong các mã: { $known }.
        [unknown-movement] Dùng một trong các mã: { $known }.
        [out-of-bounds] Xem khoảng cho phép của cột này trong docs/deadlines.md.
        [duplicate] Xoá một trong hai dòng.
       *[unreadable] Mở tệp bằng Excel hoặc LibreOffice, xem lại dấu ngoặc kép ở dòng này, lưu lại rồi nhập.
    }
deadline-import-planned = Nếu nhập tệp này: { $new } hạn mới, { $changed } hạn thay đổi, { $unchanged } giữ nguyên.
deadline-import-applied = Đã nhập: { $new } hạn mới, { $changed } hạn thay đổi, { $unchanged } giữ nguyên.
deadline-import-none = Tệp khớp với các hạn đang có: { $unchanged } hạn, không có gì cần nhập.
deadline-import-line =
    { $act ->
        [new] mới: { $day } · { $what } { $year } · { $unit }
       *[changed] thay đổi: { $day } · { $what } { $year } · { $unit }
    }
deadline-import-how = Đây là bản xem trước, chưa ghi gì. Để nhập thật, anh/chị chạy lại lệnh và thêm --apply.
