### Reports that may be one: told softly to an author, laid side by side for a reviewer.

## Told to an author, once, right after the receipt

# $code: their report; $other, $title, $unit, $year: the one it is like.
likeness-author = Bài { $code } của anh/chị có nét giống bài { $other } “{ $title }” của { $unit }, năm { $year }. Nếu là việc khác hoặc đã cải tiến thêm, mời anh/chị bổ sung điểm mới để công đoàn dễ nhận ra. Anh/chị không cần làm gì thêm cũng được ạ.
# The same when the other one is theirs, too.
likeness-author-own = Bài { $code } có nét giống bài { $other } “{ $title }” anh/chị đã gửi (năm { $year }). Nếu lỡ gửi hai lần, anh/chị có thể rút một bài; nếu đã cải tiến thêm, mời anh/chị bổ sung điểm mới. Anh/chị không cần làm gì thêm cũng được ạ.
# A button.
likeness-author-open = Bổ sung hoặc rút bài

## A reviewer looks

# A button of the staff's menu.
staff-likeness = So sánh bài giống nhau
# $count: pairs nobody has judged.
likeness-which-ask =
    { $count ->
        [0] Hiện không có bài nào có nét giống nhau mà chưa được xem. Khi cần, anh/chị gõ /sosanh kèm mã bài.
        [1] Có một cặp bài có nét giống nhau. Anh/chị muốn so sánh cặp này không?
       *[other] Có { $count } cặp bài có nét giống nhau, cặp giống nhất xếp trên. Anh/chị muốn so sánh cặp nào?
    }
# A button. $score: 0 to 100; $title is cut short.
likeness-line = { $score } điểm · { $code } · { $title }
# Over a pair: "Nét giống 1/3: 83 trên 100 điểm".
likeness-place = Nét giống { $number }/{ $total }: { $score } trên 100 điểm
# $reasons: likeness-reason each.
likeness-why = Vì: { $reasons }
# $what speaks for it; $count: percent, photos or years.
likeness-reason =
    { $what ->
        [text] lời văn giống { $count } %
        [same] { $count } ảnh giống hệt
        [alike] { $count } ảnh gần giống
        [author] cùng tác giả
        [unit] cùng đơn vị
       *[years] cách nhau { $count } năm
    }
# A report within reach; its answers follow. $day of sending.
likeness-side =
    { $code } · { $unit } · gửi { $day }
    { $title }
# A report outside reach. $words: its beginning.
likeness-outside =
    { $code } · { $unit } · năm { $year }
    { $title }
    Đoạn đầu: { $words }
    (Bài này ngoài phạm vi anh/chị phụ trách nên em chỉ trích đoạn đầu.)
# $verdict: same, improved, different.
likeness-judged-by =
    { $verdict ->
        [same] { $name } đã ghi: hai bài là một.
        [improved] { $name } đã ghi: bài sau cải tiến bài trước.
       *[different] { $name } đã ghi: hai bài khác nhau.
    }
likeness-somebody = Một cán bộ
# $card: the pair; $asked: verdict or next.
likeness-act-ask =
    { $card }

    { $asked ->
        [verdict] Theo anh/chị, hai bài này thế nào?
       *[next] Anh/chị muốn làm gì tiếp?
    }
# A button.
likeness-verdict =
    { $verdict ->
        [same] Ghi là trùng
        [improved] Ghi là cải tiến
       *[different] Ghi là khác
    }
likeness-next = Xem nét giống tiếp theo
likeness-previous = Xem nét giống trước
likeness-again = Tìm lại bài giống
likeness-list = Về danh sách
likeness-judged =
    { $verdict ->
        [same] Cảm ơn anh/chị, em đã ghi { $later } trùng với { $earlier }, hai bài chỉ tính là một. Nếu muốn từ chối bài trùng, mời anh/chị mở bài đó rồi chọn Không chọn.
        [improved] Cảm ơn anh/chị, em đã ghi { $later } là bài cải tiến của { $earlier }, hai bài vẫn tính là hai.
       *[different] Cảm ơn anh/chị, em đã ghi { $later } và { $earlier } là hai việc khác nhau.
    }
likeness-none = Em chưa thấy bài nào có nét giống bài { $code }.
likeness-searching = Em đang tìm trong tất cả các bài, kể cả những năm trước. Tìm xong em báo anh/chị ngay.
likeness-searched =
    { $count ->
        [0] Em đã tìm xong: chưa thấy bài nào có nét giống bài { $code }.
       *[other] Em đã tìm xong: có { $count } bài có nét giống bài { $code }.
    }
likeness-open = So sánh
refused-likeness-own = Trong hai bài này có bài của anh/chị, nên xin để cán bộ khác nhận xét.
refused-likeness-role = Hai bài này không thuộc phần việc xét duyệt của anh/chị, nên em chưa ghi nhận xét được.
refused-likeness-gone = Cặp bài này vừa được xem lại nên không còn như trên màn hình. Anh/chị gõ /sosanh để xem danh sách mới.
