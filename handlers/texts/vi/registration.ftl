### Registering subjects at the start of the year (/dangky), and holding awards meanwhile (/tamdung).

## Whom it is about

subject-ask = Anh/chị ghi cho ai?
subject-unit = Ghi cho cả đơn vị
subject-person = Ghi cho một cá nhân
subject-collective = Ghi cho một tập thể nhỏ
subject-name-ask = Anh/chị cho em xin tên đầy đủ của cá nhân hoặc tập thể đó.
subject-name-example = Trần Thị Ngọc Ánh; Tổ thi công số 2

## /dangky

register-movement-ask = Anh/chị đăng ký cho phong trào nào?
register-year-ask = Anh/chị xem hoặc đăng ký cho năm nào?
# $count: standing registrations; $due: the deadline's day, or "none".
register-which-ask =
    { $count ->
        [0] Năm { $year }, các đơn vị anh/chị phụ trách chưa đăng ký thi đua cho ai.
       *[other] Năm { $year }, các đơn vị anh/chị phụ trách đã đăng ký { $count } đối tượng. Muốn rút đăng ký của ai, anh/chị chọn tên người đó.
    }{ $due ->
        [none] {""}
       *[other] {" "}Hạn đăng ký: hết ngày { $due }.
    }
register-new = Đăng ký thêm
# A button.
register-line = { $name } · { $award }
register-unit-ask = Đối tượng này thuộc đơn vị nào? Anh/chị chọn, hoặc gõ một phần tên đơn vị.
register-class-ask = Cá nhân này thuộc nhóm nào?
register-award-ask = Đăng ký phấn đấu đạt danh hiệu, hình thức khen nào?
# $member: yes when the person is one of the unit's members here.
register-sure-ask =
    { $act ->
        [withdraw] { $name }, { $unit }, đăng ký năm { $year }: { $award }. Anh/chị muốn rút đăng ký này không?
       *[add] Em sẽ ghi đăng ký năm { $year }:
        • Đối tượng: { $name }{ $member ->
            [yes] {" "}(đoàn viên đã tham gia tại đây)
           *[no] {""}
        }
        • Đơn vị: { $unit }
        • Phấn đấu: { $award }

        Anh/chị xem giúp em đã đúng chưa?
    }
register-yes = Đồng ý
register-no = Để như cũ
register-left = Em giữ nguyên danh sách đăng ký.
register-done = Cảm ơn anh/chị. Em đã ghi đăng ký năm { $year } cho { $name }.
register-again = { $name } đã có trong danh sách với đúng danh hiệu này rồi nên em không ghi lần nữa.
register-withdrawn = Em đã rút đăng ký của { $name }.
register-enough = Đơn vị đã có { $most } đăng ký trong năm. Nếu cần thêm, anh/chị vui lòng rút bớt đăng ký không dùng nữa.
refused-registration-gone = Em không thấy đăng ký này trong phần anh/chị phụ trách nữa. Mời anh/chị chọn lại.

## /tamdung

# $count: holds that are not over.
hold-which-ask =
    { $count ->
        [0] Hiện không có đơn vị, cá nhân nào đang tạm dừng xét khen thưởng.
       *[other] Đang tạm dừng xét khen thưởng { $count } trường hợp. Anh/chị muốn xem trường hợp nào?
    }
hold-new = Tạm dừng một trường hợp
# A button.
hold-line =
    { $name } · { $kind ->
        [discipline] kỷ luật
        [inspection] thanh tra
        [complaint] khiếu nại
       *[press] báo chí
    }
hold-unit-ask = Trường hợp này thuộc đơn vị nào? Anh/chị chọn, hoặc gõ một phần tên đơn vị.
hold-kind-ask = Vì sao cần tạm dừng?
# A button.
hold-kind =
    { $kind ->
        [discipline] Đang xem xét kỷ luật
        [inspection] Đang thanh tra, kiểm tra
        [complaint] Có khiếu nại, tố cáo đang xác minh
       *[press] Báo chí nêu, đang xác minh
    }
hold-since-ask = Tạm dừng từ ngày nào?
hold-since-example = 20/11/2026
hold-until-ask = Tạm dừng đến hết ngày nào? Chưa rõ thì anh/chị chọn Bỏ qua.
hold-until-example = 31/12/2026
hold-note-ask = Anh/chị có ghi chú gì thêm không? Ghi chú được niêm phong, chỉ người có quyền tạm dừng đọc được.
# $until: "none" when it is open.
hold-sure-ask =
    { $act ->
        [lift] { $name }, { $unit }:
       *[put] Em sẽ tạm dừng xét khen thưởng:
        • Đối tượng: { $name }
        • Đơn vị: { $unit }
    }
    • Lý do: { $kind ->
        [discipline] đang xem xét kỷ luật
        [inspection] đang thanh tra, kiểm tra
        [complaint] có khiếu nại, tố cáo đang xác minh
       *[press] báo chí nêu, đang xác minh
    }
    • Từ ngày: { $since }{ $until ->
        [none] {""}
       *[other] , đến hết ngày { $until }
    }
    • Ghi chú: { $note }

    { $act ->
        [lift] Anh/chị muốn thôi tạm dừng từ hôm nay không?
       *[put] Anh/chị xem giúp em đã đúng chưa?
    }
hold-yes = Đồng ý
hold-no = Để như cũ
hold-left = Em giữ nguyên như cũ.
hold-put = Em đã ghi tạm dừng xét khen thưởng với { $name }.
hold-lifted = Từ hôm nay, { $name } được xét khen thưởng bình thường.
hold-already = { $name } đang tạm dừng vì lý do này rồi nên em không ghi lần nữa.
refused-hold-gone = Trường hợp này đã hết tạm dừng, hoặc không thuộc phần anh/chị phụ trách. Mời anh/chị chọn lại.
refused-hold-days = Ngày kết thúc đang ở trước ngày bắt đầu. Mời anh/chị chọn Quay lại để sửa ngày.
