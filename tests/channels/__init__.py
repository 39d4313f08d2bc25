import pytest

pytest.register_assert_rewrite("tests.channels.contract")  # claims that fail show their values
