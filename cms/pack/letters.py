"""The e-mail to people who work with families: a draft that a mail program opens, and the same to copy."""

from email.message import EmailMessage
from email.policy import SMTP

from django.template.loader import render_to_string
from django.utils.translation import override

from cms.pack.material import Material
from languages.table import LANGUAGES, interface
from messages.letters import blocks_of


def subject(material: Material) -> str:
    """What the e-mail is about."""
    return material.text.title.value


def plain(material: Material) -> str:
    """The letter without marks."""
    return _painted(material, "txt").strip() + "\n"


def html(material: Material) -> str:
    """The letter with its links and headings."""
    return _painted(material, "html")


def draft(material: Material) -> bytes:
    """An .eml file without sender and addressee. X-Unsent: Outlook and its like open it as a draft to send."""
    letter = EmailMessage(policy=SMTP)
    letter["Subject"] = subject(material)
    letter["X-Unsent"] = "1"
    letter.set_content(plain(material))
    letter.add_alternative(html(material), subtype="html")
    return letter.as_bytes()


def _painted(material: Material, kind: str) -> str:
    written = material.text.letter
    own = written.value if written.language == material.language else ""
    context = {
        "material": material,
        "tongue": LANGUAGES[material.language],
        "own": own,
        "pieces": blocks_of(own) if own else [],
        "days": [(material.day_name(topic.day), topic) for topic in material.topics],
    }
    with override(interface(material.language)):
        return str(render_to_string(f"cms/pack/practitioners.{kind}", context))
