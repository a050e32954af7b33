### ./run template and /maugiay: the Word templates a unit hands in. A fault says where it is and what to do.

template-papers = The Word papers and their codes:
template-none = No unit has handed in a template: all papers use those that come with the program.
# $number, $unit (code), $paper (code), $file (its name), $day.
template-own = No. { $number } · { $unit } · { $paper } · { $file } · handed in { $day }
template-no-paper = No paper has the code { $paper }. ./run template list shows the codes.
template-no-unit = No unit has the code { $unit }.
template-no-number = There is no template { $number }, or it was taken back.
template-taken-back = Template { $number } was taken back. The unit's earlier one, that of the unit above or the program's own is used again.
template-file-exists = This file exists. Choose another name, so that nothing is lost.
template-written = The template { $paper } was written. Change it in Word, leave what is in braces as it is, then hand it in with ./run template put.
# $number: of the template; $paper: its name; $unit: a code or a name.
template-taken = Template { $number } is taken: { $paper }, for { $unit } and all units below it.
template-without-box = Note: the template has no field con_thieu, so the first page will not list what is missing.
template-refused = The template cannot be used yet:

template-too-large = The file is too large, at most { $most } MB. Take pictures out of the template and hand it in again.
template-no-docx = The file is no readable Word document. Open it in Word and save it as “Word Document (.docx)”, without a password.
template-macros = The file has macros or embedded objects. Delete them and save it as “Word Document (.docx)”.
template-links = The file links to something outside (a web page, a picture or a template elsewhere). Remove the links (Ctrl+Shift+F9), insert pictures into the file.
# $field: the name of one of Word's own fields.
template-word-field = The file has the Word field { $field }. Only page numbers may be used; click the field and press Ctrl+Shift+F9 to make it text.
# $place: the piece of the template.
template-broken = “{ $place }” is not complete. Each field needs two braces on both sides, each if and for its endif and endfor.
template-code = “{ $place }” is a command; a template may only hold names of fields. Put the name of a field there (listed on the page, and in docs/templates.md).
# $field: as written; $good: the field that was probably meant.
template-field-like = “{ $place }”: there is no field { $field }. Did you mean { $good }?
template-field = “{ $place }”: there is no field { $field }. Choose one of the list (on the page, and in docs/templates.md).
template-no-list = “{ $place }”: { $field } is no list, so it cannot be used with for.
template-list-in-list = “{ $place }”: the list { $field } stands inside another list. Move it out, behind endfor.
template-does-not-work = The template could not be tried out. Mostly an if or for opens in one cell of a table and closes in another: use tr and p as in the program's own template.
