"""The HTTP side of the app: the gate, signing in, the public site, the interface for saves. No Streamlit."""
