### The year's close: which files are in, late, unregistered; then the set is frozen (R28).

staff-close-year = Chốt danh sách khen thưởng năm

close-year-movement-ask = Anh/chị chốt danh sách của phong trào nào?
close-year-kind-ask = Anh/chị chốt danh sách khen thưởng loại nào? Hồ sơ đột xuất không cần chốt.
close-year-year-ask = Chốt cho năm nào?
close-year-unit-ask = Chốt ở đơn vị nào?
# $held: files at the unit's desk; $late: files still below; $done, $closed: whether it is closed, and on which day.
close-year-act-ask =
    { $kind } năm { $year }, { $unit }
    { $done ->
        [no] • Hồ sơ đã về: { $held }, gồm { $subjects } cá nhân, tập thể
            • Hồ sơ còn ở cấp dưới: { $late }
            • Chưa đăng ký đầu năm: { $unregistered }
       *[yes] Đã chốt ngày { $closed } với { $files } hồ sơ. Mã kiểm tra của bản lưu: { $digest }
            • Hồ sơ đến sau, tính cho năm sau: { $late }
    }

    Anh/chị muốn làm gì tiếp?
close-year-close = Chốt danh sách
close-year-list =
    { $list ->
        [held] Xem hồ sơ đã về
        [late] Xem hồ sơ còn ở cấp dưới
       *[unregistered] Xem ai chưa đăng ký
    }
close-year-other = Chọn năm hoặc đơn vị khác
close-year-sure-ask = Chốt năm { $year } với { $held } hồ sơ đã về. Sau khi chốt, nội dung các hồ sơ này giữ nguyên, chỉ còn bước Hội đồng và quyết định; { $late } hồ sơ còn ở cấp dưới khi gửi lên sẽ tính cho năm sau. Việc chốt không lùi lại được. Anh/chị đồng ý chứ?
close-year-yes = Đồng ý chốt
close-year-no = Chưa, để sau
close-year-left = Em chưa chốt gì.
close-year-done = Cảm ơn anh/chị. Em đã chốt năm { $year } với { $files } hồ sơ và giữ một bản lưu.
close-year-already = Năm { $year } đã được chốt trước đó. Mời anh/chị xem lại danh sách.
close-year-many = Danh sách có quá { $most } hồ sơ nên em chưa chốt được một lần. Anh/chị gõ /gapcanbo giúp em.
close-year-lines =
    { $list ->
        [held] Hồ sơ đã về:
        [late] Hồ sơ còn ở cấp dưới:
       *[unregistered] Chưa đăng ký đầu năm:
    }
    { $lines }
close-year-name = • { $name }
# $desk: where it lies.
close-year-file =
    • { $code } · { $desk } · { $state ->
        [draft] đang soạn
        [sent] đã gửi
        [returned] cần bổ sung
        [council] chờ Hội đồng
        [decided] đã có quyết định
       *[refused] không được khen
    }
close-year-more = • và { $count } dòng nữa
