module workbook

go 1.26
