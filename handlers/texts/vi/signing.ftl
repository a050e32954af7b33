### Who signs a unit's papers and to whom they go, by date (/nguoiky).

signing-unit-ask = Anh/chị xem người ký và nơi nhận của đơn vị nào? Anh/chị chọn, hoặc gõ một phần tên đơn vị.
# $name, $title: who signs today, "none" when nobody; $lines: recipients of every paper, each behind a line break; "none" when there are none.
signing-which-ask =
    { $unit }
    • Người ký hôm nay: { $name ->
        [none] chưa có
       *[other] { $title }, { $name }
    }
    • Nơi nhận chung:{ $lines ->
        [none] {" "}chưa có
       *[other] { $lines }
    }

    Anh/chị muốn thêm mới, hay chọn một mục bên dưới để hẹn ngày hết?
signing-new-signer = Thêm người ký
signing-new-recipients = Thêm nơi nhận
# A button. $until: "none" when it is open.
signing-line =
    { $kind ->
        [signer] Ký
       *[recipients] Nơi nhận
    }: { $what } · { $since }{ $until ->
        [none] {" "}→
       *[other] {" "}→ { $until }
    }
signing-name-ask = Anh/chị cho em xin họ và tên người ký.
signing-name-example = Trần Kim Long
signing-title-ask = Chức vụ ghi trên văn bản là gì?
signing-title-example = PHÓ CHỦ TỊCH THƯỜNG TRỰC
signing-signs-for-ask = Dòng ký thay ghi thế nào? Không có thì anh/chị chọn Bỏ qua.
signing-signs-for-example = TM. BAN THƯỜNG VỤ
signing-paper-ask = Nơi nhận này dùng cho loại văn bản nào?
signing-lines-ask = Anh/chị gõ các nơi nhận trong một tin, mỗi nơi một dòng.
signing-lines-example = Thường trực LĐLĐ tỉnh (báo cáo)
signing-since-ask = Áp dụng từ ngày nào?
signing-since-example = 01/07/2025
signing-until-ask = Áp dụng đến hết ngày nào? Chưa hẹn thì anh/chị chọn Bỏ qua.
signing-until-example = 31/12/2030
# $detail: all of it, several lines.
signing-last-ask =
    { $detail }
    Áp dụng từ { $since }{ $until ->
        [none] {""}
       *[other] {" "}đến hết { $until }
    }.

    Mục này áp dụng đến hết ngày nào?
signing-last-example = 30/06/2026
signing-sure-ask =
    { $detail }

    { $act ->
        [end] Mục này áp dụng đến hết ngày { $until }. Anh/chị có đồng ý không?
       *[add] Áp dụng từ { $since }{ $until ->
            [none] {""}
           *[other] {" "}đến hết { $until }
        }. Nếu trùng ngày với mục cũ, mục có ngày bắt đầu mới hơn được dùng. Anh/chị xem giúp em đã đúng chưa?
    }
signing-yes = Đồng ý
signing-no = Để như cũ
signing-left = Em giữ nguyên như cũ.
signing-kept = Cảm ơn anh/chị, em đã lưu lại.
signing-ended = Em đã ghi ngày hết áp dụng.
# $length: characters of a line.
misread-lines = Danh sách hơi dài. Anh/chị vui lòng cho em nhiều nhất { $most } dòng, mỗi dòng không quá { $length } ký tự.
refused-signing-gone = Em không thấy mục này nữa. Mời anh/chị chọn lại.
