"""A picture in which anything could run is told from one that is a picture, as a browser reads it."""

from __future__ import annotations

import time

import pytest

from postil.core.svg import objection

SVG = 'xmlns="http://www.w3.org/2000/svg"'
LINK = 'xmlns:l="http://www.w3.org/1999/xlink"'
PAGE = "http://www.w3.org/1999/xhtml"
PUBLIC = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
RUNNING = {
    "a script": f"<svg {SVG}><script>alert(1)</script></svg>",
    "a prefix with a hyphen": '<s-v:svg xmlns:s-v="http://www.w3.org/2000/svg"><s-v:script/></s-v:svg>',
    "a prefix with a dot": f'<svg {SVG}><h.t:script xmlns:h.t="{PAGE}"/></svg>',
    "a prefix of other letters": f'<svg {SVG}><é:script xmlns:é="{PAGE}"/></svg>',
    "an element of a page": f'<svg {SVG}><x:b xmlns:x="{PAGE}"/></svg>',
    "foreign words": f"<svg {SVG}><foreignObject/></svg>",
    "an attribute by default": f'<!DOCTYPE svg [<!ATTLIST svg onload CDATA "alert(1)">]><svg {SVG}/>',
    "an entity": f'<!DOCTYPE svg [<!ENTITY a "<script/>">]><svg {SVG}>&a;</svg>',
    "entities of entities": '<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><a>&b;</a>',
    "a type of a page": f'<!DOCTYPE svg PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "a"><svg {SVG}/>',
    "a type of its own": f'<!DOCTYPE svg SYSTEM "own.dtd"><svg {SVG}/>',
    "a named character": f'{PUBLIC}<svg {SVG}><a href="javascript&colon;x"/></svg>',
    "an event": f'<svg {SVG} onload="x"/>',
    "an event after a line": f'<svg {SVG}\n\tonLoad\n=\n"x"/>',
    "an address that runs": f'<svg {SVG}><a href="javascript:x"/></svg>',
    "one in references": f'<svg {SVG}><a href="java&#115;cript&#x3a;x"/></svg>',
    "one in pieces": f'<svg {SVG}><a href=" &#9;ja&#10;va\nscript :x"/></svg>',
    "one by a prefix": f'<svg {SVG} {LINK}><a l:href="JavaScript:x"/></svg>',
    "a page in an address": f'<svg {SVG}><a href="data:text/html,x"/></svg>',
    "a drawing in an address": f'<svg {SVG}><use href="data:image/svg+xml,x#y"/></svg>',
    "another program": f'<svg {SVG}><a href="postil-run:x"/></svg>',
    "a name used before for an element": (
        '<svg xmlns:x="@http://www.w3.org/1999/xlink" xmlns:l="http://www.w3.org/1999/xlink"><x:href/>'
        '<a l:href="data:application/xml,x"/></svg>'
    ),
    "an animated event": f'<svg {SVG}><set attributeName="onclick" to="x"/></svg>',
    "an animated address": f'<svg {SVG} {LINK}><a><animate attributeName="l:href" values="a;b"/></a></svg>',
    "a value that runs": f'<svg {SVG}><animate attributeName="x" values="#a;javascript:x"/></svg>',
    "a sheet that makes a page": f'<?xml-stylesheet type="text/xsl" href="#a"?><svg {SVG}/>',
    "another encoding": f'<?xml version="1.0" encoding="ISO-2022-JP"?><svg {SVG}/>',
    "no end": f"<svg {SVG}><g>",
    "a prefix of nobody": f"<svg {SVG}><a:b/></svg>",
    "nothing": "",
}
PICTURES = {
    "a circle": f'<svg {SVG}><circle r="1" style="fill:none;stroke:#000"/></svg>',
    "what old programs write": f'<?xml version="1.0" encoding="utf-8" standalone="no"?>\n{PUBLIC}\n<svg {SVG}/>',
    "words and a remark": f"<svg {SVG}><!-- onload=x <script> --><text>a &lt;script&gt; &amp; b &#233;</text></svg>",
    "links": f'<svg {SVG} {LINK}><a l:href="../essays/axis/#n"/><a href="https://e.example/"/><use href="#a"/></svg>',
    "a photograph within": f'<svg {SVG} {LINK}><image l:href="data:image/png;base64,\nAA=="/></svg>',
    "its own style": f"<svg {SVG}><style>a:hover {{ fill: red }}</style></svg>",
    "what a program keeps": f'<svg {SVG} xmlns:i="urn:i" i:version="1"><i:view objecttolerance="1"/></svg>',
    "movement": f'<svg {SVG}><animate attributeName="opacity" values="0;1"/></svg>',
}


@pytest.mark.parametrize("name", RUNNING)
def test_what_could_run_is_no_picture(name: str) -> None:
    assert objection(RUNNING[name]) is not None


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_a_picture(name: str) -> None:
    assert objection(PICTURES[name]) is None


def test_the_place_is_where_it_stands() -> None:
    text = f"<svg {SVG}>\n<text>é😀</text>\n<g onclick='x'/></svg>"
    found = objection(text)
    assert found is not None
    assert text[found.start :].startswith("<g onclick")


@pytest.mark.parametrize("piece", ["<g>", "<g a='1'/>", "j ", "javascript ", "&#9;", ";", "data:"])
def test_no_document_takes_long(piece: str) -> None:
    text = piece * (500_000 // len(piece))
    inside = text if "<" in piece else f"<a href='{text}' d='{text}'/>"
    began = time.process_time()
    objection(f"<svg {SVG}>{inside}</svg>")
    assert time.process_time() - began < 1
