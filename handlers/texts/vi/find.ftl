### Looking for reports.

find-words-ask = Anh/chị muốn tìm bài nào? Mời anh/chị gõ vài từ trong tên hoặc nội dung bài, có dấu hay không dấu đều được, hoặc gõ mã bài.
find-words-example = bộ gá hàn
# $words: what was looked for, cut short; $count: reports found; $many: yes when there may be more than are listed.
find-which-ask =
    { $many ->
        [yes] Nhiều bài có “{ $words }” quá, em xếp { $count } bài khớp nhất lên đây. Anh/chị gõ thêm một từ để em tìm gọn hơn, hoặc chọn bài muốn xem.
       *[no]
            { $count ->
                [0] Trong những bài anh/chị được xem, em chưa tìm thấy bài nào có “{ $words }”. Mời anh/chị gõ ít từ hơn hoặc từ khác.
                [1] Em tìm thấy một bài có “{ $words }”. Anh/chị muốn xem bài này không? Cần tìm bài khác, mời anh/chị gõ từ khác.
               *[other] Em tìm thấy { $count } bài có “{ $words }”, bài khớp nhất xếp trên. Anh/chị muốn xem bài nào? Cần tìm bài khác, mời anh/chị gõ từ khác.
            }
    }
# A button. $title and $unit are cut short.
find-line = { $code } · { $title } · { $unit }
# A button of the staff's menu.
staff-find = Tìm bài
