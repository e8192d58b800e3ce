"""Makes rare-han.ttf.br: see README.md.  build.py HanaMinA.ttf HanaMinB.ttf UNIHAN_FOLDER OUT"""

import glob
import io
import os
import sys
import tempfile
from array import array
from collections import defaultdict

import brotli
from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.ttLib.tables._g_l_y_f import GlyphCoordinates

COUNT = 6200
GRID = 256
FONTSOURCE = os.path.join(os.path.dirname(__file__), *[".."] * 7, "node_modules/@fontsource/noto-serif-sc/files")

# Named in the product's requirements, or met in names although no table ranks them highly.
WANTED = "䶮㙇𠮷㛃𬭎𪨶㵘𣸣𬸪𬱖𫍯𬀩𫖮𤩽𠅤㼆䒟𤭢𡈽𩸽☑☒"
# Sources that say "in use in China": dictionaries, standards, identity cards, terms of science.
CLOSE = "GIDC GRM GXM GBK G0 G1 G7 G8 GK GH GS GU GFZ GWZ GXC GDM GKJ G4K GCYY GPGLG".split()
NEAR = "GE GZFY GCH GHC GCY GXHZ GFC GZH".split()
DICTIONARIES = "kHanyuPinyin kMatthews kLau kCantonese kDefinition kSBGY kHDZRadBreak kCihaiT kFennIndex kMeyerWempe kCowles kPhonetic".split()


def unihan(folder):
    properties = defaultdict(dict)
    for name in glob.glob(os.path.join(folder, "Unihan_*.txt")):
        with open(name, encoding="utf8") as lines:
            for line in lines:
                if line.startswith("U+"):
                    code, key, value = line.rstrip("\n").split("\t")
                    properties[int(code[2:], 16)][key] = value
    return properties


def score(code, known):
    source = known.get("kIRG_GSource", "").split("-")[0]
    return (
        1000 * (chr(code) in WANTED)
        + 900 * ("kTGH" in known or "G" in known.get("kUnihanCore2020", ""))
        + 500 * (source in CLOSE)
        + 300 * ("kXHC1983" in known)
        + 120 * (source in NEAR)
        + 60 * (source in ("G3", "G5"))
        + 40 * (0x4E00 <= code <= 0x9FA5)
        + 25 * (0x3400 <= code < 0x4E00)
        + 40 * ("kMandarin" in known)
        + 8 * sum(key in known for key in DICTIONARIES)
    )


def cut(path, codes):
    font = TTFont(path)
    options = subset.Options(hinting=False, layout_features=[], glyph_names=False, name_IDs=[], notdef_outline=True)
    options.drop_tables += ["GSUB", "GPOS", "vhea", "vmtx", "VORG", "BASE", "FFTM", "gasp", "GDEF", "kern", "post"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    scale_upem(font, GRID)
    return font


def simplify_contour(points):
    """Drops doubled points and points that a straight line passes within half a unit."""
    changed = True
    while changed and len(points) > 3:
        changed, k = False, 0
        while k < len(points) and len(points) > 3:
            a, b, c = points[k - 1], points[k], points[(k + 1) % len(points)]
            if a == b and b[2] == 1:
                del points[k]
                changed = True
                continue
            if a[2] == 1 and c[2] == 1:
                dx, dy = c[0] - a[0], c[1] - a[1]
                length = (dx * dx + dy * dy) ** 0.5
                if length:
                    distance = abs(dx * (b[1] - a[1]) - dy * (b[0] - a[0])) / length
                    along = (b[0] - a[0]) * dx + (b[1] - a[1]) * dy
                    if distance <= (0.5 if b[2] == 1 else 0.9) and 0 <= along <= length * length:
                        del points[k]
                        changed = True
                        continue
            k += 1
    return points


def simplify(font):
    table = font["glyf"]
    for name in table.keys():
        glyph = table[name]
        if glyph.numberOfContours <= 0:
            continue
        out, flags, ends, start = [], [], [], 0
        for end in glyph.endPtsOfContours:
            contour = [(*glyph.coordinates[i], glyph.flags[i] & 1) for i in range(start, end + 1)]
            start = end + 1
            contour = simplify_contour(contour)
            xs, ys = [p[0] for p in contour], [p[1] for p in contour]
            if len(contour) < 3 or max(xs) == min(xs) or max(ys) == min(ys):
                continue
            out += [p[:2] for p in contour]
            flags += [p[2] for p in contour]
            ends.append(len(out) - 1)
        if ends:
            glyph.coordinates, glyph.flags = GlyphCoordinates(out), array("B", flags)
            glyph.endPtsOfContours, glyph.numberOfContours = ends, len(ends)
            glyph.recalcBounds(table)


def main(path_a, path_b, unihan_folder, out):
    covered = set()
    for path in glob.glob(os.path.join(FONTSOURCE, "*-400-normal.woff2")):
        covered |= set(TTFont(path, lazy=True).getBestCmap())
    in_a, in_b = (set(TTFont(path, lazy=True).getBestCmap()) for path in (path_a, path_b))
    properties = unihan(unihan_folder)
    han = [c for c in in_a | in_b if 0x3400 <= c <= 0x9FFF or c >= 0x20000 or chr(c) in WANTED]
    ranked = sorted((c for c in han if c not in covered), key=lambda c: (-score(c, properties.get(c, {})), c))[:COUNT]
    with tempfile.TemporaryDirectory() as folder:
        parts = [os.path.join(folder, name) for name in ("a.ttf", "b.ttf")]
        cut(path_a, [c for c in ranked if c in in_a]).save(parts[0])
        cut(path_b, [c for c in ranked if c not in in_a]).save(parts[1])
        font = Merger().merge(parts)
    simplify(font)
    data = io.BytesIO()
    font.save(data)
    with open(out, "wb") as file:
        file.write(brotli.compress(data.getvalue(), quality=11, lgwin=24))


if __name__ == "__main__":
    main(*sys.argv[1:])
