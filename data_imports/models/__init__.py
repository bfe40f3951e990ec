from .packets import Packet, PacketVersion

__all__ = ["Packet", "PacketVersion"]
