"""Whether an action changes how things are done, rather than something in one person's case.

Proved by tests/test_index_remedies.py.
"""

from __future__ import annotations

import re

from index.remedies.payees import PERSON

__all__ = ["is_about_the_service"]

_SYSTEM = re.compile(
    r"""
    \b (?: polic(?:y|ies) | procedures? | process(?:es)? | practices? | templates? | (?: standard | decision | template )\ letters?
      | leaflets? | web(?:site|\ ?page)s? | forms? | systems? | protocols? | scheme | criteria | factsheets? | timescales | guidance
      | checklist | contracts? | commissioning | database | software | mechanism | log | tracking | strategy | arrangements
      | (?: its | their )\ (?: [\w-]+\ )? teams? | service | resources? | capacity | backlog | supply | availability
      | waiting\ (?: lists? | times? ) | oversight | safeguards | record[\s-]keeping                # what is changed
      | action\ plan | plan\ (?: to | for | showing | setting | which | that | of ) | (?:draw|drew)\w*\ up\ a | progress\ report
      | monitor\w* | publish\w* | improv\w+ | introduc\w+ | recruit\w* | devis\w+ | develop\w* | sufficien\w+ | check\b
      | steps | measures | prevent\w* | recurr\w+ | learning | lessons                              # how it is changed
      | what\ (?: it | more | else | changes | steps )\ (?: can | could | it | are )
      | month\ by\ month | quarterly | happen\ again | in\ (?:the\ )? future | going\ forward )     # and for when
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CHANGES = re.compile(
    r"""
    ^ .{0,20}? \b (?: amend | chang | updat | revis | introduc | develop | devis | improv | implement | publish | produc | creat
      | establish
      | monitor | put(?:ting)?\ in\ place | prevent | set\ up | draw | ensur | mak | tak | adopt | strengthen | add
      | include | inform | notify
        | prepar | writ
      | send | provid | report | review | agre | consider | plan | give | design | draft | use | explain | redraft | formalis
        | refresh
      | simplif | maintain | keep | allocat | recruit | complet | finalis | carry | clarif | work | build | deliver | increas
        | appoint )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PERSON = re.compile(PERSON, re.VERBOSE)


def is_about_the_service(action: str) -> bool:
    """Whether an action changes the service: its words are of systems, and no person is named before them."""
    system = _SYSTEM.search(action)
    if system is None or _CHANGES.search(action) is None:
        return False
    person = _PERSON.search(action)
    return person is None or person.start() > system.start()
