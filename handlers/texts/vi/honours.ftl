### The honour list for everybody (/vinhdanh), and commendation counted for staff (/thongke).

## /vinhdanh

# $unit: the province; $count: years with awards.
honours-year-ask =
    { $count ->
        [0] { $unit } chưa có khen thưởng nào được ghi tại đây. Thành tích của anh/chị có thể là thành tích đầu tiên.
       *[other] Danh sách vinh danh của { $unit }. Anh/chị xem năm nào?
    }
# A button.
honours-year = Năm { $year } · { $count } khen thưởng
# $lines: honours-line each.
honours-turn-ask =
    Vinh danh năm { $year } ({ $count } khen thưởng):
    { $lines }
honours-line = { $place }. { $name }, { $unit }: { $award } ({ $number }, { $day })
honours-years = Xem năm khác
refused-honours-unit = Anh/chị chưa chọn đơn vị của mình nên em chưa biết danh sách nào. Mời anh/chị gõ /caidat để chọn đơn vị.
refused-honours-none = Năm đó chưa có khen thưởng nào được ghi tại đây.

## /thongke

commendation-year-ask = Anh/chị xem thống kê khen thưởng năm nào?
# $lines: by what is counted, a line each.
commendation-act-ask =
    { $count ->
        [0] Năm { $year }, các đơn vị anh/chị phụ trách chưa có khen thưởng nào được ghi.
       *[other] Khen thưởng năm { $year } của các đơn vị anh/chị phụ trách: { $count }, không tính phần đã thu hồi.
        { $lines }
    }
commendation-years = Xem năm khác
commendation-group =
    { $group ->
        [form] Hình thức
        [level] Cấp quyết định
        [kind] Loại
        [who] Đối tượng
       *[place] Trực tiếp sản xuất
    }
commendation-form =
    { $form ->
        [flag] cờ thi đua
        [certificate] bằng khen
        [creative-labour] Bằng Lao động sáng tạo
       *[commendation] giấy khen
    }
commendation-number = { $what } { $count }
commendation-collectives = tập thể
commendation-workers = công nhân lao động
commendation-officials = cán bộ, công chức, viên chức
commendation-others = cá nhân chưa rõ nhóm
commendation-on-site = trực tiếp trên công trình

## On the staff's menu, and in the messenger's own

staff-register = Đăng ký thi đua đầu năm
staff-meeting = Ghi họp Hội đồng, suy tôn
staff-decision = Nhập quyết định khen thưởng
staff-hold = Tạm dừng xét khen thưởng
staff-commendation = Xem thống kê khen thưởng
staff-signing = Người ký, nơi nhận
command-vinhdanh = Danh sách vinh danh
