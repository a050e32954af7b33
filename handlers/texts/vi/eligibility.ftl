### What the rules say of a nominee (handlers/checks.py). One line a rule; the label and the source come from starter/rules.toml.
### It helps who decides: it states what was found and blames nobody.

# $label: the rule; $why: a check-… text; $source: the legal text; $mark: pass, warning, missing, fail, or passed (let pass by somebody,
# $reason being their words).
check-line =
    { $mark ->
        [pass] ✓ { $label }: { $why }
        [passed] ✓ { $label }: cán bộ đã cho qua, lý do “{ $reason }” ({ $source })
        [fail] ✗ { $label }: { $why } ({ $source })
        [missing] … { $label }: { $why } ({ $source })
       *[warning] ! { $label }: { $why } ({ $source })
    }
# Parts of one short line: "2 điều chưa đạt, 1 điều còn thiếu".
check-count =
    { $what ->
        [fail] { $count } điều chưa đạt
        [missing] { $count } điều còn thiếu
       *[warning] { $count } điều lưu ý
    }
check-all-met = Đủ điều kiện theo các quy định đã nhập

## Reasons

check-met = đạt
# $kind: overall, thematic, ad-hoc.
check-award-kind =
    hình thức này không dùng cho { $kind ->
        [overall] khen toàn diện
        [thematic] khen chuyên đề
       *[ad-hoc] khen đột xuất
    }
check-award-subject = hình thức này không dành cho loại đối tượng này
check-not-approved = chưa duyệt xong bài { $codes }
check-no-reports = chưa có bài nào làm căn cứ
# $year is written already.
check-other-year = bài { $codes } không thuộc năm { $year }
# $file: the file it was used in; $name: for whom.
check-used = { $code } đã dùng trong hồ sơ { $file } cho { $name }
check-shared = { $code } dùng chung với đồng tác giả { $name } trong hồ sơ này
check-other-kind =
    hồ sơ { $file } cùng năm đã đề nghị { $kind ->
        [overall] khen toàn diện
        [thematic] khen chuyên đề
       *[ad-hoc] khen đột xuất
    }
# $kind: why the subject is held.
check-held =
    { $kind ->
        [discipline] đang xem xét kỷ luật
        [inspection] đang thanh tra, kiểm tra
        [complaint] đang giải quyết đơn thư
       *[press] đang xác minh thông tin báo chí
    } từ { $day }
# $heirs: what it went into, "none" when nothing is known.
check-ended-unit =
    { $unit } đã kết thúc hoạt động ngày { $day }{ $heirs ->
        [none] {""}
       *[other] , nay là { $heirs }
    }
check-quota = đang đề nghị { $count }, { $unit } được { $most }
# $needed: 0 when no council has met.
check-vote-missing =
    { $needed ->
        [0] Hội đồng chưa bỏ phiếu
       *[other] chưa nhập phiếu, cần { $needed }/{ $members } phiếu
    }
check-vote-short = được { $yes }/{ $members } phiếu, cần { $needed }
check-no-recognition = có { $have }/{ $least } sáng kiến được công nhận
check-recognition-pending = có { $have }/{ $least } sáng kiến được công nhận, còn sáng kiến đang chờ quyết định
check-not-registered = chưa có trong danh sách đăng ký năm { $year }
# $award: its name.
check-no-award-before = chưa thấy { $award } năm { $year }
check-attest = dữ liệu ở đây không có, nhờ cán bộ xác nhận và ghi căn cứ
check-value-missing = chưa ghi giá trị làm lợi, cần từ { $least } đồng
check-value-short = làm lợi { $value } đồng, cần từ { $least } đồng
check-criteria = có bài cho { $have }/{ $of } tiêu chí, nên có từ { $least }
# $fields: check-field texts; $ask: whom to ask, "officer" when it is not a member.
check-details =
    cần thêm { $fields }{ $ask ->
        [officer] , nhờ cán bộ của đơn vị hỏi giúp
       *[other] , nhờ hỏi { $ask }
    }
check-field =
    { $field ->
        [author_class] nhóm đối tượng
        [birth_date] ngày sinh
        [sex] giới tính
        [home] quê quán
        [post] chức vụ, việc làm
        [setup] cơ cấu tổ chức
       *[headcount] số người
    }

## A rule let pass by somebody

check-override-not =
    { $why ->
        [reason] Anh/chị vui lòng ghi lý do từ 5 đến 500 chữ cái và dấu, để người sau hiểu vì sao.
        [rule] Quy định này không cho qua được.
        [passed] Điều này đã đạt nên không cần ghi lý do.
        [gone] Lý do này đã được bỏ rồi.
        [decided] Hồ sơ đã có kết quả nên các lý do được giữ nguyên.
        [done] Điều này đã có người cho qua, kèm lý do.
        [own] Hồ sơ này có tên anh/chị nên xin để cán bộ khác quyết định.
       *[role] Việc này dành cho cán bộ của cấp đang giữ hồ sơ.
    }
