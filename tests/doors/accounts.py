"""Addresses of django-allauth: not ours, but they have to answer everyone without an error."""

from tests.doors.table import row

_PAGES = """
account_login account_logout account_inactive account_signup account_reauthenticate account_email
account_email_verification_sent account_change_password account_set_password account_reset_password
account_confirm_login_code account_reset_password_from_key_done account_reset_password_done
mfa_index mfa_authenticate mfa_reauthenticate mfa_activate_totp mfa_deactivate_totp mfa_view_recovery_codes
mfa_generate_recovery_codes mfa_download_recovery_codes
socialaccount_login_cancelled socialaccount_login_error socialaccount_signup socialaccount_connections
accounts/social/login/cancelled/ accounts/social/login/error/ accounts/social/signup/ accounts/social/connections/
""".split()
_OIDC = {"provider_id": "=district"}
ROWS = [
    *(row(name, allauth=True) for name in _PAGES),
    row("account_confirm_email", args={"key": "=no-such-key"}, allauth=True),
    row("account_reset_password_from_key", args={"uidb36": "=0", "key": "=no-such-key"}, allauth=True),
    row("openid_connect_login", args=_OIDC, allauth=True),
    row("openid_connect_callback", args=_OIDC, allauth=True),
]
