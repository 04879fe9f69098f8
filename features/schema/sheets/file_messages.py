"""What was expected of the file of a school's sheet and of its cells, before anybody knows what they mean."""

from collections.abc import Mapping

from features.i18n.text import Bilingual

FILE_MESSAGES: Mapping[str, Bilingual] = {
    "sheet_no_file": Bilingual(
        "a file; this is a device, a pipe, or a link that leads back to itself: copy the workbook into a folder and "
        "name that copy",
        "un fișier; acesta este un dispozitiv, o conductă sau o legătură care duce la ea însăși: copiați registrul "
        "într-un dosar și indicați copia",
    ),
    "sheet_long_cell": Bilingual(
        "cells as long as a spreadsheet program allows, 32,767 letters; look at the longest ones of the file, where a "
        "quote may be missing",
        "celule de cel mult 32 767 de caractere, cât permite un program de calcul tabelar; vedeți-le pe cele mai lungi "
        "din fișier, unde pot lipsi ghilimele",
    ),
    "sheet_far_cells": Bilingual(
        "cells side by side, as in a register; something stands far from the others: delete those rows or columns "
        "whole and save the file",
        "celule alăturate, ca într-un catalog; ceva se află departe de celelalte: ștergeți cu totul acele rânduri sau "
        "coloane și salvați fișierul",
    ),
    "sheet_endless": Bilingual(
        "numbers of at most 40 digits; correct the cell", "numere de cel mult 40 de cifre; corectați celula"
    ),
    "sheet_span": Bilingual(
        "a first day before a last one, at most two months apart; correct the cell",
        "o primă zi înaintea ultimei, la cel mult două luni distanță; corectați celula",
    ),
    "sheet_formula": Bilingual(
        "the value of the formula, which the file does not have; open it in a spreadsheet program, save it there and "
        "import it again",
        "valoarea formulei, pe care fișierul nu o conține; deschideți-l într-un program de calcul tabelar, salvați-l "
        "și importați-l din nou",
    ),
    "sheet_error": Bilingual(
        "a value, but the formula of this cell ends in an error; write the value, or mend the formula and save the "
        "file",
        "o valoare, dar formula din această celulă dă o eroare; scrieți valoarea sau corectați formula și salvați "
        "fișierul",
    ),
    "sheet_open_quote": Bilingual(
        "quotes at both ends of a cell, or none; from here on rows are swallowed: add the missing quote or delete the "
        "other one",
        "ghilimele la ambele capete ale celulei sau deloc; de aici înainte se pierd rânduri: adăugați ghilimelele care "
        "lipsesc sau ștergeți-le pe celelalte",
    ),
    "sheet_encoding": Bilingual(
        "text in UTF-8; save it again as UTF-8, in a spreadsheet program as 'CSV UTF-8'",
        "text în UTF-8; salvați-l din nou ca UTF-8, într-un program de calcul tabelar: ca „CSV UTF-8”",
    ),
    "sheet_control": Bilingual(
        "text without control signs; delete the sign in this row, or export the file again",
        "text fără semne de control; ștergeți semnul din acest rând sau exportați fișierul din nou",
    ),
    "sheet_name_long": Bilingual(
        "a name of at most 200 letters; correct the cell", "un nume de cel mult 200 de litere; corectați celula"
    ),
    "sheet_class_long": Bilingual(
        "the name of a class, of at most 40 letters, such as VII B; correct the cell",
        "numele unei clase, de cel mult 40 de litere, de pildă VII B; corectați celula",
    ),
    "sheet_name_formula": Bilingual(
        "a name; this is a formula or code of a spreadsheet: write the name itself",
        "un nume; aceasta este o formulă sau un cod al programului de calcul tabelar: scrieți chiar numele",
    ),
    "sheet_birth_far": Bilingual(
        "a year of birth from {first} to {last}, as fits the class; correct the cell",
        "un an al nașterii de la {first} la {last}, cum se potrivește clasei; corectați celula",
    ),
}
