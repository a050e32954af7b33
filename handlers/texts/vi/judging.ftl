### /chamdiem: judging on a score sheet. Nobody sees the others' points before giving their own; what was given stays.

# $count: reports this person still has to judge; $rounds: rounds of their units.
judging-which-ask =
    { $rounds ->
        [0] Hiện chưa có đợt chấm điểm nào của đơn vị anh/chị.
       *[other]
        { $count ->
            [0] Anh/chị không còn bài nào phải chấm. Anh/chị muốn xem đợt nào?
           *[other] Anh/chị còn { $count } bài phải chấm. Anh/chị muốn làm gì?
        }
    }
# Buttons.
judging-next = Chấm tiếp ({ $count } bài)
# $left: reports this person still has to judge in it.
judging-line =
    { $state ->
        [closed] Xem { $name } · đã chốt
       *[open]
        { $left ->
            [0] Xem { $name } · đang chấm
           *[other] Xem { $name } · còn { $left } bài
        }
    }
judging-new = Mở đợt chấm mới
judging-act =
    { $act ->
        [judge] Chấm bài tiếp theo (còn { $left })
        [close] Chốt đợt chấm
       *[list] Về danh sách đợt chấm
    }
# A round. $lines: its reports; $scores: how many sheets were given.
judging-act-ask =
    { $name }
    { $unit } · { $state ->
        [closed] đã chốt
       *[open] đang chấm
    } · { $reports } bài, { $scores } phiếu điểm

    { $lines }

    Anh/chị muốn làm gì tiếp?
# $state: hidden (others have judged, this person not yet), none (nobody has), withdrawn.
judging-unseen =
    • { $code } · { $title }: { $state ->
        [withdrawn] người gửi đã rút
        [hidden] đã có { $judges } phiếu, anh/chị chấm xong sẽ thấy điểm
       *[none] chưa có phiếu nào
    }
# Points are of 100 and written already. $rank: "none" while the round is open; $middle: between the quartiles.
judging-seen =
    • { $rank ->
        [none] {""}
       *[other] Hạng { $rank }{ $tied ->
            [yes] {" "}(đồng hạng)
           *[no] {""}
        } ·{" "}
    }{ $code } · { $title }: trung vị { $median } ({ $judges ->
        [1] 1 phiếu
       *[other] { $judges } phiếu, từ { $low } đến { $high }, nửa số phiếu chênh nhau { $middle }
    })
judging-more = • và { $count } bài nữa
judging-close-ask = “{ $name }” có { $scores } phiếu điểm cho { $reports } bài. Chốt rồi thì không chấm thêm được, các giám khảo đều thấy điểm của nhau; muốn chấm lại, anh/chị mở đợt mới. Anh/chị có chốt không?

## Opening a round

judging-unit-ask = Đợt chấm này của đơn vị nào? Các bài của đơn vị đó và đơn vị bên dưới đều chọn được.
judging-sheet-ask = Anh/chị chấm theo phiếu nào?
# $ticked of $count reports are chosen.
judging-reports-ask =
    { $count ->
        [0] Đơn vị này chưa có bài nào đã xem hoặc đã duyệt để chấm.
       *[other] Anh/chị chọn các bài đưa vào đợt chấm (đã chọn { $ticked }), rồi chọn Xong.
    }
judging-report = { $code } · { $title }
judging-name-ask = Anh/chị đặt tên đợt chấm để các giám khảo dễ nhận ra.
judging-name-example = Sáng kiến quý IV/2026
judging-sure-ask =
    Đợt chấm “{ $name }”
    • Đơn vị: { $unit }
    • Phiếu chấm: { $sheet }
    • Số bài: { $count }

    Mở rồi thì danh sách bài và phiếu chấm không đổi được nữa. Anh/chị có mở không?
judging-yes = Đồng ý
judging-no = Chưa, để sau
judging-made = Em đã mở đợt chấm. Cán bộ xét duyệt, thường trực và Hội đồng của đơn vị gõ /chamdiem để chấm.
judging-closed = Em đã chốt đợt chấm. Điểm giúp Hội đồng xem xét, chưa phải là quyết định khen.
judging-left = Em giữ nguyên, chưa thay đổi gì.

## Points for one report

# $card: the report, whole over the first criterion; $most points; $weight: of 100.
points-criterion-ask =
    { $card }

    { $label } (tối đa { $most } điểm, chiếm { $weight } %)
    { $explain }

    Anh/chị cho bao nhiêu điểm?
points-criterion-example = 7,5
points-note-ask = Anh/chị có nhận xét gì thêm không? Nhận xét lưu cùng phiếu điểm.
points-line = • { $label }: { $points }/{ $most }
points-sure-ask =
    Phiếu điểm bài { $code }
    { $lines }
    Tổng: { $total }/100

    Gửi rồi thì không sửa được. Anh/chị gửi phiếu này chứ?
points-yes = Gửi phiếu điểm
points-no = Bỏ phiếu này
points-kept = Cảm ơn anh/chị, em đã ghi phiếu điểm bài { $code }.
points-left = Em đã bỏ phiếu này, bài vẫn chờ anh/chị chấm.
misread-points = Em chưa đọc được điểm. Anh/chị vui lòng gõ một số từ 0 đến { $most }, như: 7 hoặc 7,5.
misread-points-most = Tiêu chí này tối đa { $most } điểm, em đọc được { $given }. Mời anh/chị cho điểm lại.
refused-judging-gone = Bài hoặc đợt chấm đó không còn chờ anh/chị nữa. Mời anh/chị gõ /chamdiem để xem lại.
# $why: role, sheet, reports, name, closed, report, own, given, points.
refused-judging-not =
    { $why ->
        [closed] Đợt chấm này đã chốt nên em không nhận thêm được.
        [given] Anh/chị đã chấm bài này rồi, phiếu cũ được giữ nguyên.
        [own] Bài này có tên anh/chị nên xin để giám khảo khác chấm.
        [report] Bài này không còn trong đợt chấm.
        [reports] Có bài không đưa vào đợt chấm được: em nhận nhiều nhất 100 bài đã xem hoặc đã duyệt, trong đơn vị anh/chị phụ trách.
        [name] Tên đợt chấm chưa dùng được. Anh/chị vui lòng đặt tên khác.
        [points] Phiếu điểm chưa đủ hoặc có điểm ngoài khung. Mời anh/chị chấm lại bài này.
       *[role] Việc này dành cho thường trực thi đua của đơn vị.
    }
