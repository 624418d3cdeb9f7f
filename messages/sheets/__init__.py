"""The library as a spreadsheet: out to XLSX or CSV, and in again as drafts, whole or not at all.

A row is one message in one language, as its latest draft has it. `files` opens what somebody sends, `reading` says
which rows it holds, `comparing` says what would change, `applying` saves that; `shelf` is the library as rows,
`writing` puts them into a file.
"""
