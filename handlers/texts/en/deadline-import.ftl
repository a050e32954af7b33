# Importing deadlines from a file: each problem has two sentences. Names of columns and codes: docs/deadlines.md.

deadline-import-problems = The file has { $count } problems. Nothing was written.
deadline-import-place =
    { $where ->
        [file] Whole file:
        [row] Row { $row }:
       *[cell] Row { $row }, column { $column }:
    }
deadline-import-more = … and { $count } more.
deadline-import-problem =
    { $problem ->
        [encoding] The file is not UTF-8.
        [old-excel] This is an old Excel file (.xls), or one with a password.
        [too-large] The file is too large: at most { $most }.
        [too-many-rows] The file has too many rows: at most { $most }.
        [no-rows] The file has no deadline in it.
        [no-column] The column “{ $name }” is missing.
        [unknown-column] Nobody knows the column “{ $name }”.
        [column-twice] The column “{ $name }” is there twice.
        [missing] A cell that is needed is empty.
        [bad-day] “{ $value }” is no date.
        [bad-number] “{ $value }” is no number.
        [bad-days] “{ $value }” are no numbers of days.
        [unknown-code] Nobody knows “{ $value }”.
        [unknown-unit] There is no unit of code “{ $value }”.
        [unknown-type] There is no type of unit “{ $value }”.
        [unknown-movement] No movement of code “{ $value }” is running.
        [out-of-bounds] The value is out of its bounds.
        [duplicate] This deadline stands in row { $other } already.
       *[unreadable] The file cannot be read from here on.
    }
deadline-import-do =
    { $problem ->
        [encoding] In Excel, save it as “CSV UTF-8” or .xlsx and import it again.
        [old-excel] Open it in Excel, take the password off, save it as .xlsx and import it again.
        [too-large] Remove pictures and other sheets.
        [too-many-rows] Split the file into parts.
        [no-rows] Write one deadline a row, below the row of names.
        [no-column] Add the column to the first row.
        [unknown-column] Name it as docs/deadlines.md does, or remove it.
        [column-twice] Keep one of them.
        [missing] Fill in the cell.
        [bad-day] Write it like 20/11/2026 or 2026-11-20.
        [bad-number] Write a whole number, such as 3.
        [bad-days] Write numbers with commas between, such as 30, 14, 7; or “-” for none.
        [unknown-code] Use one of these codes: { $known }.
        [unknown-unit] Use a code of the list of units (units.csv).
        [unknown-type] Use one of these codes: { $known }.
        [unknown-movement] Use one of these codes: { $known }.
        [out-of-bounds] See the bounds of this column in docs/deadlines.md.
        [duplicate] Remove one of the two rows.
       *[unreadable] Open it in Excel or LibreOffice, look at the quotation marks in this row, save it and import it again.
    }
deadline-import-planned = Importing this file: { $new } new, { $changed } changed, { $unchanged } unchanged.
deadline-import-applied = Imported: { $new } new, { $changed } changed, { $unchanged } unchanged.
deadline-import-none = The file agrees with what is there ({ $unchanged } unchanged): nothing to import.
deadline-import-line =
    { $act ->
        [new] new: { $day } · { $what } { $year } · { $unit }
       *[changed] changed: { $day } · { $what } { $year } · { $unit }
    }
deadline-import-how = This is a preview; nothing was written. To import it, run the command again with --apply.
