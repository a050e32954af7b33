### /maugiay: the Word templates of a unit, and the page on which a new one is handed in.

templates-unit-ask = Of which unit would you like to see the templates? Choose, or type part of its name.
templates-paper-ask = The template of which paper?
templates-act-ask =
    { $paper }
    { $unit }

    { $from ->
        [shipped] The program's own template is used.
        [own] The unit's own template “{ $file }” is used, handed in { $day }.
       *[above] The template “{ $file }” of { $above } is used, handed in { $day }.
    }
templates-take = Get the template in use
templates-hand-in = Hand in a new template
templates-drop = Take the unit's own back
templates-other = Choose another paper
templates-here = Here is the template in use. Change it in Word, leave what is in braces as it is, then choose Hand in a new template.
templates-link = Hand in the new template on the page below, on a phone or a computer.
templates-link-here =
    { $url }
    The link is for you alone and good until { $until }. Please do not pass it on.
templates-sure-ask = Take back the template “{ $file }” of { $paper }, handed in { $day }? The one before it, that of the unit above or the program's own will be used again.
templates-yes = Take it back
templates-no = Keep it
templates-left = I left the template as it is.
templates-file = Mẫu { $paper }
refused-templates-gone = This template is gone, or there is no such paper. Please choose again.
staff-templates = Change Word templates

## The page

hand-in-title = Hand in a template
hand-in-lead = Hand in a new template
hand-in-unit = For { $unit } and the units below it that have none of their own.
hand-in-own = The unit's own template now: “{ $file }”, handed in { $day }. The new one will take its place.
hand-in-none = The unit has no template of its own for this paper.
hand-in-choose = Word file (.docx)
hand-in-send = Hand it in
hand-in-until = This page is good until { $until }.
hand-in-allowed = What a template may be
hand-in-file = A .docx file, at most { $most } MB, without a password.
hand-in-harmless = No macros, embedded objects or links to outside. Of Word's own fields only page numbers.
hand-in-fields = What is in braces will be filled in; only the names listed below may stand there.
hand-in-marked = Every paper made with it is marked as a draft to be signed.
hand-in-list = See the { $count } fields
hand-in-gone = A link for handing in is good for 24 hours and must be whole. Go back to the chat and type /maugiay for a new one.
hand-in-not-yours = You cannot hand in this template
hand-in-not-yours-text = Your role no longer allows it, or the unit has changed. Type /maugiay in the chat to look again.
hand-in-taken = The new template is taken
hand-in-told = Your chat has this message too.
hand-in-not-taken = The template was not taken
hand-in-nothing = No file was chosen. Choose a Word file, then press Hand it in.
hand-in-too-fast = Files come rather fast. Please wait a minute and try again.
hand-in-again = Send another file
