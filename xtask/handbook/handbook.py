"""Pictures and paper of the handbook, for `cargo xtask handbook`; with Debian's WeasyPrint and Pillow.

    handbook.py pictures SCREENS PICTURES   cuts the pictures out of what the window's tests took, as pictures.csv says
    handbook.py papers FOLDER CSS           makes a PDF of each page there; how many sheets it has it says itself
"""

import csv
import re
import sys
from pathlib import Path


def pictures(screens: Path, out: Path) -> None:
    """Cuts all of them, or none: a handbook with pictures of two days would show two programs."""
    from PIL import Image

    with open(out / "pictures.csv", encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    lacking = [row["picture"] for row in rows if not (screens / f"{row['picture']}-1366.png").exists()]
    if lacking:
        sys.exit(f"no pictures of {', '.join(lacking)} in {screens}: run the window's tests")
    for row in rows:
        left, top, width, height = (int(row[side]) for side in ("left", "top", "width", "height"))
        with Image.open(screens / f"{row['picture']}-1366.png") as screen:
            if left + width > screen.width or top + height > screen.height:
                sys.exit(f"pictures.csv: {row['picture']} reaches beyond the screen")
            part = screen.convert("RGB").crop((left, top, left + width, top + height))
            part.save(out / f"{row['picture']}.webp", quality=82, method=6)


def papers(folder: Path, css: Path) -> None:
    """Every page on as many sheets as it says, so that it is found again where it was learnt."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    style = CSS(css, font_config=fonts)
    wrong = []
    for page in sorted(folder.glob("*.html")):
        wanted = int(re.search(r'name="sheets" content="(\d+)"', page.read_text(encoding="utf-8")).group(1))
        paper = HTML(page).render(stylesheets=[style], font_config=fonts)
        paper.write_pdf(page.with_suffix(".pdf"))
        print(f"{len(paper.pages)} sheets  {page.with_suffix('.pdf')}")
        if len(paper.pages) != wanted:
            wrong.append(f"{page.stem} has {len(paper.pages)} sheets, not {wanted}: shorten it, or say so on it")
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    {"pictures": pictures, "papers": papers}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
