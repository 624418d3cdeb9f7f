"""Who may open what. A new screen needs a line here, else the tests of the roles fail.

A role has a letter: A author, C clinical approver, L language reviewer, T translator, P publisher, O campaign officer,
S Sure Start lead, D administrator, R read-only. The translator and the language reviewer were given Polish.
"""

from collections.abc import Mapping

from cms import roles

LETTERS: Mapping[str, str] = {
    "A": roles.AUTHOR,
    "C": roles.APPROVER,
    "L": roles.LANGUAGE_REVIEWER,
    "T": roles.TRANSLATOR,
    "P": roles.PUBLISHER,
    "O": roles.CAMPAIGNS,
    "S": roles.SURE_START,
    "D": roles.ADMINISTRATOR,
    "R": roles.READ_ONLY,
}
ALL, NOBODY = "ACLTPOSDR", ""

# What a screen of a snippet is for: see, add, change, delete, publish, lock, unlock, review.
SCREENS: Mapping[str, str] = {
    "list": "see",
    "list_results": "see",
    "inspect": "see",
    "usage": "see",
    "history": "see",
    "history_results": "see",
    "choose": "see",
    "choose_results": "see",
    "chosen": "see",
    "chosen_multiple": "see",
    "revisions_view": "see",
    "revisions_compare": "see",
    "workflow_history": "see",
    "workflow_history_detail": "see",
    "confirm_workflow_cancellation": "see",
    "add": "add",
    "copy": "add",
    "create": "add",
    "preview_on_add": "add",
    "edit": "change",
    "preview_on_edit": "change",
    "revisions_revert": "change",
    "delete": "delete",
    "unpublish": "publish",
    "revisions_unschedule": "publish",
    "lock": "lock",
    "unlock": "unlock",
    "workflow_action": "review",
    "collect_workflow_action_data": "review",
    "workflow_preview": "review",
    "look_on_add": "add",
    "look_on_edit": "change",
    "remarks": "talk",
}
# The rows stand outside a review, but for the screens of reviewing.
SNIPPETS: Mapping[str, Mapping[str, str]] = {
    "library_message": {
        "see": ALL,
        "add": "APD",
        "change": "APD",
        "delete": "D",
        "publish": "PD",
        "lock": "APD",
        "unlock": "PD",
        "review": "C",
        "talk": "ACLTPD",
    },
    "library_translation": {
        "see": ALL,
        "add": "TPD",
        "change": "TPD",
        "delete": "D",
        "publish": "PD",
        "lock": "PD",
        "unlock": "PD",
        "review": "CL",
        "talk": "ACLTPD",
    },
    "directory_service": {"see": ALL, "add": "PD", "change": "PD", "delete": "D"},
    "directory_surestart": {"see": ALL, "add": "PD", "change": "PD", "delete": "D"},
    "directory_trust": {"see": ALL, "add": "PD", "change": "PD", "delete": "D"},
    "campaigns_place": {"see": "ACPOSDR", "add": "OSD", "change": "OSD", "delete": "D"},
    "campaigns_observance": {"see": "ACPOSDR", "add": "OD", "change": "OD", "delete": "D"},
    "campaigns_membership": {"see": "D", "add": "D", "change": "D", "delete": "D"},
    "cms_translatorlanguage": {"see": "D", "add": "D", "change": "D", "delete": "D"},
}
# Pages of our own, by the name of their address.
PAGES: Mapping[str, str] = {
    "staff_sign_up": "SD",
    "staff_sign_up_done": "SD",
    "staff_stop": "SD",
    "staff_stop_done": "SD",
    "campaigns": "ACPOSDR",
    "campaigns_results": "ACPOSDR",
    "campaign_hub": "ACPOSDR",  # one of the whole region, as all of these
    "campaign_add": "OSD",
    "campaign_new": "OSD",
    "campaign_begin": "OSD",
    "campaign_begin_from": "OSD",
    "campaign_copy": "OSD",
    "campaign_count": "OSD",
    "campaign_edit": "OD",
    "campaign_texts": "OD",
    "campaign_topics": "OD",
    "campaign_submit": "OD",
    "campaign_approve": "OD",
    "campaign_send_back": "OD",
    "campaign_reopen": "OD",
    "campaign_pause": "OD",
    "campaign_resume": "OD",
    "campaign_cancel": "OD",
    "library_approvals": "ACLPDR",
    "library_approvals_results": "ACLPDR",
    "library_due": "ACLPDR",
    "library_due_results": "ACLPDR",
    "library_take_back": "CD",  # of English words
    "pack": "ACPOSDR",
    "pack_zip": "ACPOSDR",
    "pack_file": "ACPOSDR",
    "pack_posts": "OD",  # of the region's campaign
    "pack_link": "OD",
    "translate": "TPD",
    "library_map": ALL,
    "library_map_csv": ALL,
    "library_languages": ALL,
    "library_languages_csv": ALL,
    "library_next": ALL,
    "impact_publish": "CPD",  # of English words: who approves may answer what becomes of what waits
    "impact_unpublish": "PD",
    "impact_delete": "D",
    "impact_translations": "CLD",  # of an English message: each in their own languages
    "recalls": "CPD",
    "recall_ask": "CPD",
    "recall_decide": "CPD",
    "halt": "D",
    "unknown_sendings": "PD",
    "unknown_sending": "PD",
    "suggestions": "ACLTPODR",
    "suggestion_done": "LTPD",
    "sheets": ALL,
    "sheets_export": ALL,
    "sheets_difference": "TPD",  # and whoever has sent words of a campaign
    "sheets_discard": "TPD",
    "campaign_sheets": "ACTPOSDR",
    "campaign_sheets_export": "ACTPOSDR",
    "trial_addresses": ALL,
    "trial_prove": ALL,
    "trial_send": ALL,
    "what_if": ALL,
    "what_if_message": ALL,
    "what_if_ahead": ALL,
    "check_service": "PD",
    "my_area": "ACPOSDR",
    "campaign_report": "ACPOSDR",
    "place_sign_ups": "ACPOSDR",
    "place_keywords": "OSD",
    "formats": ALL,
    "formats_look": ALL,  # of English words, as all of these
    "formats_file": ALL,
    "formats_edit": "APD",
    "formats_remove": "APD",
    "formats_approve": "C",
    "import_sure_starts": "PD",
    "events": "ACPOSDR",
    "events_look": "ACPOSDR",
    "events_add": "OSD",
    "events_edit": "OSD",  # of one's own area: test_events_pages
    "events_copy": "OSD",
    "events_cancel": "OSD",
    "campaign_mailing_add": "OD",  # of the region; leads have their own areas
    "campaign_mailing": "ACPOSDR",
    "campaign_mailing_remove": "OD",
    "campaign_mailing_own": "OSD",
    "campaign_mailing_words": "ACLTPOSDR",  # Polish: who translates or reviews a language sees its words
    "campaign_mailing_look": "TPOD",
    "campaign_mailing_approve": "CLD",
    "campaign_mailing_preview": "ACLTPOSDR",
    "campaign_mailing_test": "ACLTPOSDR",
    "campaign_sending": "ACPODR",  # of the region: leads have their own numbers
    "campaign_sending_now": "ACPODR",
}
# Of Wagtail's own pages, those about people and the flow of work.
WAGTAILS: Mapping[str, str] = {
    "wagtailadmin_home": ALL,
    "wagtailadmin_reports:site_history": "ACPODR",  # it names the rows of every area
    "wagtailadmin_reports:site_history_results": "ACPODR",
    "wagtailusers_users:index": "D",
    "wagtailusers_users:add": "D",
    "wagtailusers_groups:index": "D",
    "wagtailadmin_workflows:index": "D",
    "wagtailadmin_workflows:task_index": "D",
}


def decided(name: str) -> str:
    """Who may open an address of ours, by its name. Raises KeyError when nobody has decided it."""
    namespace, _, screen = name.partition(":")
    if not screen:
        return PAGES[name]
    snippet = namespace.removeprefix("wagtailsnippets_").removeprefix("wagtailsnippetchoosers_")
    return SNIPPETS[snippet][SCREENS[screen]] if snippet in SNIPPETS else PAGES[name]
